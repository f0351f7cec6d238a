/** Sends what each walk is for, and asks the tool what becomes of it, from the Envoy's own dump. */
import { judgeEdge } from '../../../src/judge-edge.ts';
import { meshOf } from '../../../src/edge/mesh.ts';
import type { Proxy } from '../../../src/envoy/model.ts';
import type { Outcome } from '../lab/kind.ts';
import { withFreePorts } from '../lab/free-ports.ts';
import type { Lab } from '../lab/lab.ts';
import { readDump } from '../lab/read-proxy.ts';
import { readLog, type LogLine } from '../handshakes/traffic.ts';
import { ask } from './ask.ts';
import { layOut, type Walk } from './bootstrap.ts';
import type { WalkCase } from './case.ts';
import { mintParts } from './parts.ts';
import { scenes } from './scenes.ts';

export function runWalks(cases: readonly WalkCase[], lab: Lab): Promise<readonly Outcome[]> {
  return withFreePorts(cases.length, async (ports) => {
    const walks = cases.map(({ name }, at) => walkOf(name, at, ports[at] ?? 0));
    const [port = 0] = ports;
    const logs = { client: lab.path(`walks-${port}.client`), server: lab.path(`walks-${port}.server`) };
    const envoy = await lab.start(layOut(walks, await mintParts(), logs));
    try {
      const proxy = await readDump(await envoy.admin('/config_dump?include_eds'), lab.path('config_dump.json'));
      const worked: boolean[] = [];
      for (const walk of walks) worked.push(await ask(walk));
      // What is kept open is logged at the end.
      await envoy.stop();
      const client = await readLog(logs.client, walks.length);
      const server = await readLog(logs.server, 0);
      return walks.map((walk, at) => ({
        predicted: predict(proxy, walk),
        observed: observe(worked[at] === true, client.get(walk.id), server.get(walk.id)),
      }));
    } finally {
      await envoy.stop();
    }
  });
}

function walkOf(name: string, at: number, port: number): Walk {
  const scene = scenes[name];
  if (scene === undefined) throw new Error(`no walk is called ${name}`);
  // Both ends are on one port: nothing but the address tells them apart.
  return { id: `walk-${at}`, scene, entry: { ip: '127.0.0.1', port }, end: { ip: '127.4.0.1', port } };
}

/** `mtls`, or `fails, UF`. */
function predict(proxy: Proxy, { scene, entry }: Walk): string {
  const question = {
    from: proxy.name,
    host: entry.ip,
    port: entry.port,
    speaks: scene.speaks ?? 'http',
    authority: scene.authority ?? 'a.test',
  };
  const { outcome, endpoints } = judgeEdge(meshOf([proxy], new Date()), question, { strictEvidence: false });
  const flags = endpoints.flatMap(({ symptom }) => symptom?.flags ?? []).join(',');
  return outcome === 'fails' ? `fails, ${orNone(flags)}` : outcome;
}

function observe(worked: boolean, client: LogLine | undefined, server: LogLine | undefined): string {
  if (!worked) return `fails, ${orNone(String(client?.['flags'] ?? '-'))}`;
  if (server?.['version'] === null || server?.['version'] === undefined) return 'plaintext';
  return server['peer'] === null ? 'tls' : 'mtls';
}

/** `URX` counts attempts: a retry policy's matter. */
function orNone(flags: string): string {
  const told = flags.split(',').filter((flag) => !['', '-', 'URX'].includes(flag));
  return told.length === 0 ? 'no flag' : told.join(',');
}
