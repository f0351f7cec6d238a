import { afterAll, expect, it } from 'vitest';
import { AlikeEdges } from '../../src/alike/alike-edges.ts';
import { readCheckFile } from '../../src/check/check-file.ts';
import { runCheck } from '../../src/check/run-check.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import { inspect } from '../../src/inspect.ts';
import { authnPolicies } from '../../src/inspection/authn-policy.ts';
import { forgetFolders, recordedFolder } from '../recordings/recordings.ts';
import { meshWith } from './listings.ts';
import { replicaOf } from './replicas.ts';

afterAll(forgetFolders);

const options = { strictEvidence: false };

it('checks many edges of alike clients as it checks each of them', async () => {
  const inspected = await inspect([sourceArgument(await recordedFolder('demo/dr-disable-strict'))], {
    now: new Date(0),
  });
  const { proxies } = inspected.mesh;
  const mesh = meshWith(
    inspected,
    [1, 2].reduce((all, number) => [...all, ...proxies.map((proxy) => replicaOf(proxy, number))], [...proxies]),
  );
  const alike = new AlikeEdges(mesh, options, authnPolicies(inspected.policies));
  const [every] = readCheckFile(`edges: [{ from: '*', to: '*', expect: mtls }]`, 'edges.yaml');
  if (every === undefined) throw new Error('the file asks for something');
  const result = runCheck(mesh, every, options, (question) => alike.edge(question).record);
  expect(result).toEqual(runCheck(mesh, every, options));
  expect(result.unmet?.length).toBeGreaterThan(10);
});
