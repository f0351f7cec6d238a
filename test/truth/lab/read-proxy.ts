/** What the tool reads from an Envoy of the lab: its own config dump, through the tool's own readers. */
import { writeFileSync } from 'node:fs';
import { assembleProxy } from '../../../src/envoy/assemble-proxy.ts';
import type { Proxy } from '../../../src/envoy/model.ts';
import { joinProxies } from '../../../src/input/join.ts';
import { readSources } from '../../../src/input/read-sources.ts';
import type { Envoy, Lab } from './lab.ts';

export async function readProxy(envoy: Envoy, lab: Lab): Promise<Proxy> {
  return readDump(await envoy.admin('/config_dump?include_eds'), lab.path('config_dump.json'));
}

/** The proxy of a config dump; the tool reads files, so it is written to `path`. */
export async function readDump(dump: string, path: string): Promise<Proxy> {
  writeFileSync(path, dump);
  const { dumps, problems } = await readSources([{ kind: 'path', path }]);
  const [raw] = joinProxies(dumps).proxies;
  if (raw === undefined) throw new Error(`the config dump was not read: ${JSON.stringify(problems)}`);
  return assembleProxy(raw);
}
