import { join } from 'node:path';
import { assembleProxy } from '../../src/envoy/assemble-proxy.ts';
import { Interned } from '../../src/envoy/intern.ts';
import type { Proxy } from '../../src/envoy/model.ts';
import { joinProxies } from '../../src/input/join.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { readPolicies, type Policies } from '../../src/policy/policies.ts';
import { resourcesOf } from '../policy/from-yaml.ts';
import { recordedFiles, recordedFolder } from '../recordings/recordings.ts';

/** The proxies of a recorded scenario, as they are read from its dumps. */
export async function recordedProxies(scenario: string): Promise<readonly Proxy[]> {
  const folder = await recordedFolder(scenario);
  const { dumps } = await readSources([{ kind: 'path', path: join(folder, 'proxies') }]);
  const interned = new Interned();
  return joinProxies(dumps).proxies.map((raw) => assembleProxy(raw, interned));
}

/** The policies of a recorded scenario, with what its MeshConfig changes. */
export async function recordedPolicies(scenario: string): Promise<Policies> {
  const files = await recordedFiles(scenario);
  const yaml = ['policies.yaml', 'mesh.yaml'].map((name) => files.get(name) ?? '').filter((text) => text.trim() !== '');
  return readPolicies(yaml.flatMap((text) => resourcesOf(text)));
}
