/** Runs cases, a thousand in one Envoy. */
import type { Proxy } from '../../../src/envoy/model.ts';
import type { Outcome } from '../lab/kind.ts';
import { freePort, type Lab } from '../lab/lab.ts';
import { readDump } from '../lab/read-proxy.ts';
import { layOut, type Place } from './bootstrap.ts';
import type { HandshakeCase } from './case.ts';
import { valueOf } from './features.ts';
import { describeObservation, describePrediction } from './outcome.ts';
import { labelOf } from './minted.ts';
import { predict } from './predict.ts';
import { serveSecrets } from './secret-service.ts';
import { readLog, sendAll } from './traffic.ts';

const together = 1000;

export async function run(cases: readonly HandshakeCase[], lab: Lab): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < cases.length; at += together) {
    outcomes.push(...(await runTogether(cases.slice(at, at + together), lab)));
  }
  return outcomes;
}

async function runTogether(cases: readonly HandshakeCase[], lab: Lab): Promise<Outcome[]> {
  const { proxy, at, ends } = await experiment(cases, lab);
  return ends.map(({ id, host, observed }) => ({
    predicted: describePrediction(predict(proxy, id, host, at), labelOf),
    observed,
  }));
}

/** What happened to some cases in one Envoy, and what that Envoy said of itself. */
export interface Experiment {
  readonly proxy: Proxy;
  /** Its `/config_dump`. */
  readonly dump: string;
  readonly at: Date;
  /** In the order of the cases. */
  readonly ends: readonly { readonly id: string; readonly host: string; readonly observed: string }[];
}

export async function experiment(cases: readonly HandshakeCase[], lab: Lab): Promise<Experiment> {
  const [entry, secrets, port] = [await freePort(), await freePort(), await freePort()];
  const places = cases.map((_, at): Place => ({ id: `case-${at}`, address: `127.1.${at >> 8}.${at & 255}`, port }));
  const log = lab.path(`handshakes-${entry}`);
  const aims = cases.map(({ aim }) => aim);
  const { bootstrap, served } = await layOut(aims, places, { entry, secrets }, log);
  const service = await serveSecrets(served, secrets);
  const envoy = await lab.start(bootstrap);
  const dump = await envoy.admin('/config_dump?include_eds');
  const proxy = await readDump(dump, lab.path('config_dump.json'));
  const asked = cases.map(({ aim }, at) => ({ id: places[at]?.id ?? '', host: valueOf(aim, 'host') }));
  const at = new Date();
  await sendAll(entry, asked);
  const client = await readLog(`${log}.client`, cases.length);
  const server = await readLog(`${log}.server`, cases.length);
  await envoy.stop();
  service.close();
  const ends = asked.map(({ id, host }) => ({
    id,
    host,
    observed: describeObservation(client.get(id), server.get(id)),
  }));
  return { proxy, dump, at, ends };
}
