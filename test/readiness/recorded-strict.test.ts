import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { forgetFolders, recordedFiles, recordedFolder } from '../recordings/recordings.ts';
import { run } from '../run.ts';

afterAll(forgetFolders);

interface Document {
  readonly breaks: readonly string[];
  readonly undecided: readonly string[];
  readonly steps: readonly { readonly scope: string; readonly safe: boolean; readonly breaks: readonly string[] }[];
  readonly withoutProxy: readonly { readonly name: string }[];
}

/** Ids of the edges of a scenario, and what really happened on them. */
async function happened(scenario: string): Promise<ReadonlyMap<string, string>> {
  const files = await recordedFiles(scenario);
  const observed = JSON.parse(files.get('observed.json') ?? '[]') as { id: string; outcome: string }[];
  return new Map(observed.map(({ id, outcome }) => [id, outcome]));
}

async function ready(scope: string, from: string, edgesOf: string): Promise<Document> {
  const [proxies, edges] = await Promise.all([recordedFolder(from), recordedFolder(edgesOf)]);
  const words = ['--strict', scope, '--check', join(edges, 'edges.yaml'), join(proxies, 'proxies'), '-o', 'json'];
  return JSON.parse((await run(['readiness', ...words])).stdout) as Document;
}

describe('readiness of the recorded mesh for STRICT', () => {
  it('names exactly the edges that broke when STRICT was applied', async () => {
    const [before, after] = [await happened('demo/baseline'), await happened('demo/mesh-strict')];
    const broke = [...after].filter(([id, outcome]) => outcome === 'fails' && before.get(id) !== 'fails');
    const { breaks, undecided } = await ready('mesh', 'demo/baseline', 'demo/mesh-strict');
    expect([...breaks].toSorted()).toEqual(broke.map(([id]) => id).toSorted());
    expect(broke.length).toBeGreaterThan(0);
    expect(undecided).toEqual([]);
  });

  it('says which namespaces can go first, and what each of the others would break', async () => {
    const { steps, breaks } = await ready('mesh', 'demo/baseline', 'demo/mesh-strict');
    expect(steps.at(-1)).toEqual({ scope: 'the mesh', safe: false, breaks });
    const broken = steps.slice(0, -1).flatMap((step) => step.breaks);
    expect([...broken].toSorted()).toEqual([...breaks].toSorted());
    expect(steps.every(({ safe, breaks: own }) => safe === (own.length === 0))).toBe(true);
  });

  it('lists workloads among the endpoints that have no proxy', async () => {
    const { withoutProxy } = await ready('mesh', 'demo/baseline', 'demo/mesh-strict');
    expect(withoutProxy.map(({ name }) => name)).toEqual(['mixed-b', 'legacy']);
  });

  it('finds nothing that breaks where the mesh is STRICT already', async () => {
    const { breaks, steps } = await ready('mesh', 'demo/mesh-strict', 'demo/mesh-strict');
    expect(breaks).toEqual([]);
    expect(steps.every(({ safe }) => safe)).toBe(true);
  });
});
