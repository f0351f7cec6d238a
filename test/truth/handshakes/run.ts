/** Runs cases, a thousand in one Envoy. */
import type { Proxy } from '../../../src/envoy/model.ts';
import type { Outcome } from '../lab/kind.ts';
import { withFreePorts } from '../lab/free-ports.ts';
import type { Lab } from '../lab/lab.ts';
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

export function experiment(cases: readonly HandshakeCase[], lab: Lab): Promise<Experiment> {
  return withEnvoy(cases, lab, async ({ proxy, dump, places, entry, log }) => {
    const asked = cases.map(({ aim }, at) => ({ id: places[at]?.id ?? '', host: valueOf(aim, 'host') }));
    const at = new Date();
    await sendAll(entry, asked);
    const client = await readLog(`${log}.client`, cases.length);
    const server = await readLog(`${log}.server`, cases.length);
    const ends = asked.map(({ id, host }) => ({
      id,
      host,
      observed: describeObservation(client.get(id), server.get(id)),
    }));
    return { proxy, dump, at, ends };
  });
}

/** An Envoy with a cluster and a listener for each case. */
interface Running {
  readonly proxy: Proxy;
  readonly dump: string;
  readonly places: readonly Place[];
  /** The port that requests go to. */
  readonly entry: number;
  /** Begins the names of the access logs. */
  readonly log: string;
  /** The body of an admin response. */
  readonly admin: (path: string) => Promise<string>;
}

/** Starts an Envoy for `cases`, and ends it after `work`. */
export function withEnvoy<T>(
  cases: readonly HandshakeCase[],
  lab: Lab,
  work: (running: Running) => Promise<T>,
): Promise<T> {
  return withFreePorts(3, async ([entry = 0, secrets = 0, port = 0]) => {
    const places = cases.map((_, at): Place => ({ id: `case-${at}`, address: `127.1.${at >> 8}.${at & 255}`, port }));
    const log = lab.path(`handshakes-${entry}`);
    const aims = cases.map(({ aim }) => aim);
    const { bootstrap, served } = await layOut(aims, places, { entry, secrets }, log);
    const service = await serveSecrets(served, secrets);
    try {
      const envoy = await lab.start(bootstrap);
      const dump = await envoy.admin('/config_dump?include_eds');
      const proxy = await readDump(dump, lab.path('config_dump.json'));
      const result = await work({ proxy, dump, places, entry, log, admin: (path) => envoy.admin(path) });
      await envoy.stop();
      return result;
    } finally {
      service.close();
    }
  });
}
