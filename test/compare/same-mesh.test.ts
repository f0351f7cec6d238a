import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compareSides } from '../../src/compare/compare.ts';
import type { JudgeTrace } from '../../src/compare/side.ts';
import { inspect } from '../../src/inspect.ts';
import { judgeTrace } from '../../src/judge-edge.ts';
import { disguise, random } from '../recordings/disguise.ts';
import { recordedFiles, scenarios } from '../recordings/recordings.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-same-mesh-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const some = scenarios.filter((_, index) => index % 13 === 0);

it.each(some)('finds no change between two dumps of %s taken a minute apart', async (scenario) => {
  expect(await changes(scenario, aMinuteLater)).toEqual([]);
});

it.each(some)('finds no change where %s was rolled out again: other pod names, other addresses', async (scenario) => {
  expect(
    await changes(
      scenario,
      rollout((ip) => ip.replace('10.77.0.', '10.77.9.')),
    ),
  ).toEqual([]);
});

it.each(some)('finds no change where the pods of %s got each other’s addresses', async (scenario) => {
  const numbers = shuffled(Array.from({ length: 90 }, (_, at) => String(at + 1)));
  expect(
    await changes(
      scenario,
      rollout((ip) => `10.77.0.${numbers[Number(ip.slice(8)) - 1] ?? '99'}`),
    ),
  ).toEqual([]);
});

it.each(some)('finds no change where %s is spelled otherwise and in another order', async (scenario) => {
  const mask = disguise(1, new Set());
  const camel = (text: string): string => mask.dump(text, true);
  const snake = (text: string): string => mask.dump(text, false);
  expect(await changes(scenario, camel, snake)).toEqual([]);
});

const judge: JudgeTrace = (mesh, trace) => judgeTrace(mesh, trace, { strictEvidence: false });

/** Compares a scenario with itself, the later side (or both) rewritten. */
async function changes(
  scenario: string,
  later: (dump: string) => string,
  earlier: (dump: string) => string = (dump) => dump,
): Promise<readonly unknown[]> {
  const files = [...(await recordedFiles(scenario))].filter(([path]) => path.startsWith('proxies/'));
  const read = async (side: string, rewrite: (dump: string) => string): Promise<ReturnType<typeof inspect>> => {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, side, path)), { recursive: true });
      writeFileSync(join(folder, side, path), rewrite(content));
    }
    return inspect([{ kind: 'path', path: join(folder, side) }], { now: new Date(0) });
  };
  const sides = [await read('before', earlier), await read('after', later)] as const;
  rmSync(join(folder, 'before'), { recursive: true });
  rmSync(join(folder, 'after'), { recursive: true });
  const { edges, modes, resources, policies, pending } = compareSides(...sides, judge);
  return [...edges, ...modes, ...resources, ...policies, ...pending];
}

/** Envoy tells a new version and time of every resource that istiod pushes again. */
function aMinuteLater(dump: string): string {
  return dump
    .replaceAll(/"(last_updated|lastUpdated)": ?"[^"]*"/gu, '"$1": "2027-01-01T00:00:00.000Z"')
    .replaceAll(/"(version_info|versionInfo)": ?"(?!uninit)[^"]*"/gu, '"$1": "2027-01-01T00:00:00Z/99"');
}

/** Pods are named after their ReplicaSet, whose name ends in a hash, and five random letters. */
function rollout(address: (ip: string) => string): (dump: string) => string {
  return (dump) =>
    dump
      .replaceAll(/\b([a-z][a-z0-9-]*?)-[bcdf-hj-np-tv-z0-9]{8,10}-[bcdf-hj-np-tv-z2-9]{5}\b/gu, '$1-7f8b9c6d5c-zz2xk')
      .replaceAll(/\b10\.77\.0\.\d+\b/gu, address);
}

function shuffled(items: readonly string[]): readonly string[] {
  const next = random(7);
  return items
    .map((item) => [next(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}
