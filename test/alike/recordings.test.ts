import { afterAll, expect, it } from 'vitest';
import { sourceArgument } from '../../src/input/argument.ts';
import { inspect, type Inspected } from '../../src/inspect.ts';
import { forgetFolders, recordedFolder, scenarios } from '../recordings/recordings.ts';
import { judgedApart, judgedTogether, lineOf, meshWith } from './listings.ts';
import { replicaOf } from './replicas.ts';

afterAll(forgetFolders);

it.each(scenarios)('tells of the replicas of %s, byte for byte, what judging each of them tells', async (scenario) => {
  const inspected = await read(await recordedFolder(scenario));
  const mesh = meshWith(inspected, replicated(inspected));
  const { lines, shared } = judgedTogether(mesh, inspected);
  expect(lines).toEqual(judgedApart(mesh, inspected));
  expect(shared.length).toBeGreaterThan(lines.length / 5);
  for (const edge of shared) expect(lineOf(edge.record)).toBe(edge.text);
});

it.each(['demo/baseline', 'demo/dr-disable-strict', 'hbone/baseline', 'istiod/baseline'])(
  'tells the same of the replicas of %s where no policies were read',
  async (scenario) => {
    const inspected = await read(`${await recordedFolder(scenario)}/proxies`);
    const mesh = meshWith(inspected, replicated(inspected));
    const { lines, shared } = judgedTogether(mesh, inspected);
    expect(lines).toEqual(judgedApart(mesh, inspected));
    expect(shared.length).toBeGreaterThan(lines.length / 5);
  },
);

function read(folder: string): Promise<Inspected> {
  return inspect([sourceArgument(folder)], { now: new Date(0) });
}

/** Each proxy, a replica of it, one that has other labels and no workload, and one that is called like a server that it calls. */
function replicated({ mesh }: Inspected) {
  return mesh.proxies.flatMap((proxy) => [
    proxy,
    replicaOf(proxy, 1),
    replicaOf(proxy, 2, { workload: '', labels: { app: 'another', version: 'v9' } }),
    replicaOf(proxy, 3, { workload: 'web' }),
  ]);
}
