/** Runs cases, a thousand in one Envoy. */
import type { Proxy } from '../../../src/envoy/model.ts';
import type { Outcome } from '../lab/kind.ts';
import { freePort, type Lab } from '../lab/lab.ts';
import { readProxy } from '../lab/read-proxy.ts';
import { layOut, type Place } from './bootstrap.ts';
import type { HandshakeCase } from './case.ts';
import { valueOf } from './features.ts';
import { describeObservation, describePrediction } from './outcome.ts';
import { predict } from './predict.ts';
import { serveSecrets } from './secret-service.ts';
import { readLog, sendAll } from './traffic.ts';

const together = 1000;

export async function run(cases: readonly HandshakeCase[], lab: Lab): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < cases.length; at += together)
    outcomes.push(...(await runTogether(cases.slice(at, at + together), lab)));
  return outcomes;
}

async function runTogether(cases: readonly HandshakeCase[], lab: Lab): Promise<Outcome[]> {
  const [entry, secrets, port] = [await freePort(), await freePort(), await freePort()];
  const places = cases.map((_, at): Place => ({ id: `case-${at}`, address: `127.1.${at >> 8}.${at & 255}`, port }));
  const log = lab.path(`handshakes-${entry}`);
  const aims = cases.map(({ aim }) => aim);
  const { bootstrap, served } = await layOut(aims, places, { entry, secrets }, log);
  const service = await serveSecrets(served, secrets);
  const envoy = await lab.start(bootstrap);
  const proxy = await readProxy(envoy, lab);
  const asked = cases.map(({ aim }, at) => ({ id: places[at]?.id ?? '', host: valueOf(aim, 'host') }));
  const at = new Date();
  await sendAll(entry, asked);
  const client = await readLog(`${log}.client`, cases.length);
  const server = await readLog(`${log}.server`, cases.length);
  await envoy.stop();
  service.close();
  return asked.map(({ id, host }) => ({
    predicted: describe(proxy, id, host, at),
    observed: describeObservation(client.get(id), server.get(id)),
  }));
}

function describe(proxy: Proxy, id: string, host: string, at: Date): string {
  return describePrediction(predict(proxy, id, host, at));
}
