import { describe, expect, test } from 'vitest';
import { isSourceWord, splitTarget } from '../../src/cli/words.ts';

const isSource = (word: string): boolean => isSourceWord(word, (path) => path === 'dumps' || path === 'web');

describe('words of a command line', () => {
  test.each(['-', 'http://127.0.0.1:15000', 'https://host/config_dump', 'unix:/tmp/admin.sock', 'web=a.json', 'dumps'])(
    '%s is a source',
    (word) => expect(isSource(word)).toBe(true),
  );

  test.each(['reviews', 'web.demo:80', 'demo/web', '10.0.0.1:80', '[fd00::1]:80', 'outside'])(
    '%s is a name of the mesh',
    (word) => expect(isSource(word)).toBe(false),
  );

  test('the first word that is no source is what is called', () => {
    expect(splitTarget(['reviews:9080', 'dumps'], isSource)).toEqual({ to: 'reviews:9080', sources: ['dumps'] });
  });

  test('an existing path is a source and never a name', () => {
    expect(splitTarget(['web', 'dumps'], isSource)).toEqual({ sources: ['web', 'dumps'] });
  });

  test('without words there is neither', () => {
    expect(splitTarget([], isSource)).toEqual({ sources: [] });
  });
});
