import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { causes } from '../../src/cause/causes.ts';
import { forgetFolders, scenarios } from '../recordings/recordings.ts';
import { recordedEdges, type RecordedEdge } from './recorded-edges.ts';

/**
 * For each recorded scenario, by cause, the ids of the edges that fail or are plaintext and whose primary cause it
 * is; `dumps alone` where another one is all that can be told without Istio's resources beside the dumps.
 */
interface Intended {
  readonly [cause: string]: string | Readonly<Record<string, string>>;
}

const intended = new Map(
  Object.entries(
    JSON.parse(readFileSync(new URL('intended.json', import.meta.url), 'utf8')) as Record<string, Intended>,
  ),
);

afterAll(forgetFolders);

it('says what is intended of every scenario, in codes that exist', () => {
  expect([...intended.keys()].toSorted()).toEqual([...scenarios].toSorted());
  const named = [...intended.values()].flatMap((byCause) => [...Object.keys(byCause), ...Object.keys(alone(byCause))]);
  const codes = new Set([...causes.map(({ code }) => code), 'dumps alone']);
  expect(named.filter((code) => !codes.has(code))).toEqual([]);
});

describe.each(scenarios)('the recorded mesh %s', (scenario) => {
  it('has the intended primary cause on every edge in trouble, and none on edges that work', async () => {
    const edges = await recordedEdges(scenario);
    const byCause = intended.get(scenario) ?? {};
    const wanted = byEdge(byCause);
    const wantedAlone = new Map([...wanted, ...byEdge(alone(byCause))]);
    const troubled = edges.filter(isTroubled);
    expect(new Map(troubled.map((edge) => [edge.id, edge.withPolicies[0]?.code]))).toEqual(wanted);
    expect(new Map(troubled.map((edge) => [edge.id, edge.dumpsAlone[0]?.code]))).toEqual(wantedAlone);
    expect(edges.filter((edge) => !isTroubled(edge)).flatMap(accusations)).toEqual([]);
  });
});

function alone(byCause: Intended): Readonly<Record<string, string>> {
  const exceptions = byCause['dumps alone'];
  return typeof exceptions === 'object' ? exceptions : {};
}

function byEdge(byCause: Intended): Map<string, string> {
  return new Map(
    Object.entries(byCause).flatMap(([code, ids]) =>
      typeof ids === 'string' ? ids.split(' ').map((id) => [id, code] as const) : [],
    ),
  );
}

function isTroubled({ happened }: RecordedEdge): boolean {
  return happened.includes('fails') || happened.includes('plaintext');
}

function accusations({ id, withPolicies, dumpsAlone }: RecordedEdge): string[] {
  return [...withPolicies, ...dumpsAlone]
    .filter(({ effect }) => effect !== 'notice')
    .map(({ code }) => `${id} ${code}`);
}
