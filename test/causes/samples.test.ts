import { describe, expect, it } from 'vitest';
import { constructed, constructedEdges, recorded, recordedEdge, type SampleEdge } from './samples.ts';

function codesOf(edges: readonly SampleEdge[]): readonly string[] {
  return [...new Set(edges.flatMap(({ causes }) => causes.map(({ code }) => code)))];
}

function expectAsWritten(edges: readonly SampleEdge[]): void {
  expect(edges).not.toEqual([]);
  for (const { expected, outcome, causes } of edges) {
    expect(expected.expect).toContain(outcome);
    expect(expected.cause ?? causes[0]?.code).toBe(causes[0]?.code);
  }
}

describe.each(constructed)('the constructed sample of %s', (code) => {
  it('is judged as it says, and for this cause', async () => {
    const edges = await constructedEdges(code);
    expectAsWritten(edges);
    expect(codesOf(edges)).toContain(code);
  });

  it('has a near miss, which is not', async () => {
    const edges = await constructedEdges(code, true);
    expectAsWritten(edges);
    expect(codesOf(edges)).not.toContain(code);
  });
});

describe.each([...recorded])('the recorded sample of %s', (code, { found, nearMiss }) => {
  it('shows it', async () => {
    expect(codesOf(await recordedEdge(found))).toContain(code);
  });

  it('has a near miss, which does not', async () => {
    const edges = await recordedEdge(nearMiss);
    expect(edges).not.toEqual([]);
    expect(codesOf(edges)).not.toContain(code);
  });
});
