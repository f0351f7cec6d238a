import { describe, expect, test } from 'vitest';
import { byWorst, countOutcomes, wordsFor } from '../../src/report/outcome-words.ts';
import type { Outcome, RolledUpOutcome } from '../../src/verdict/model.ts';

describe('outcomes in words', () => {
  test('are counted worst first', () => {
    expect(countOutcomes(['mtls', 'fails', 'mtls', 'fails', 'plaintext'])).toBe('2 fail, 1 plaintext, 2 mutual TLS');
  });

  test('a mixed edge is marked as its worst endpoint', () => {
    expect(wordsFor('mixed', ['mtls', 'fails'])).toMatchObject({ mark: '✗', says: 'depends on the endpoint' });
    expect(wordsFor('mixed', ['mtls', 'plaintext'])).toMatchObject({ mark: '!' });
  });

  test('sort edges the worst first, a mixed one where its worst endpoint is', () => {
    const edges = [judged('mtls', 'mtls'), judged('plaintext', 'plaintext'), judged('mixed', 'mtls', 'fails')];
    expect(edges.toSorted(byWorst).map(({ outcome }) => outcome)).toEqual(['mixed', 'plaintext', 'mtls']);
  });
});

function judged(outcome: RolledUpOutcome, ...endpoints: readonly Outcome[]) {
  return { outcome, endpoints: endpoints.map((each) => ({ outcome: each })) };
}
