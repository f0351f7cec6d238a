/**
 * The real kubectl in place of the stub, before an API server of our own: for `npm run real-kubectl`, which builds
 * both and says here where they are.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterObjects } from '../cluster-objects.ts';
import type { StubCluster } from '../stub-cluster.ts';

const kubectl = process.env['REAL_KUBECTL'];
const apiServer = process.env['REAL_API_SERVER'];

/** Whether the tests are run against the real one. */
export const isReal = kubectl !== undefined && apiServer !== undefined;

let running: ChildProcess | undefined;

/** Ends the server; it also ends by itself when nobody holds its stdin any more. */
export function stopServing(): void {
  running?.kill();
  running = undefined;
}

/** Serves the cluster, and writes to `bin` a kubectl that notes its calls, to `kubeconfig` how it gets there. */
export async function serveForReal(
  cluster: StubCluster,
  bin: string,
  kubeconfig: string,
  calls: string,
): Promise<void> {
  if (kubectl === undefined || apiServer === undefined) throw new Error('npm run real-kubectl builds what is needed');
  const clusters = { default: cluster, ...cluster.contexts };
  const file = join(bin, 'clusters.json');
  writeFileSync(
    file,
    JSON.stringify(Object.fromEntries(Object.entries(clusters).map(([name, each]) => [name, served(each)]))),
  );
  stopServing();
  running = spawn(apiServer, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const address = await new Promise<string>((resolve) => {
    running?.stdout?.once('data', (text: Buffer) => resolve(text.toString('utf8').trim()));
  });
  writeFileSync(kubeconfig, JSON.stringify(configuration(Object.keys(clusters), address, cluster.down)));
  const note = `process.argv.slice(1)`;
  const program = `'${process.execPath}' -e 'fs.appendFileSync(process.env.CALLS, JSON.stringify(${note}) + "\\n")' -- "$@"`;
  const noise = cluster.noise === undefined ? '' : `printf '%s\\n' '${cluster.noise}' >&2\n`;
  const cache = `export KUBECACHEDIR='${join(bin, 'cache')}' CALLS='${calls}'\n`;
  writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\n${cache}${program}\n${noise}exec '${kubectl}' "$@"\n`);
  chmodSync(join(bin, 'kubectl'), 0o755);
  process.env['KUBECONFIG'] = kubeconfig;
}

function served(cluster: Partial<StubCluster>) {
  const { pods = [], denied = [], down } = cluster;
  return {
    objects: clusterObjects(cluster),
    denied,
    down,
    proxies: pods.map((pod) => ({ container: 'istio-proxy', programs: ['pilot-agent'], ready: true, ...pod })),
  };
}

/** Contexts are told apart by the paths of one server. */
function configuration(contexts: readonly string[], address: string, down: StubCluster['down']) {
  const server = {
    refused: 'http://127.0.0.1:1',
    'unknown host': 'http://api.invalid',
    // Credentials are not asked for before an address without TLS.
    'no login program': 'https://127.0.0.1:1',
    unauthorized: undefined,
  };
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'cloud-login',
    interactiveMode: 'Never',
  };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'default',
    users: [{ name: 'dev', user: down === 'no login program' ? { exec } : {} }],
    clusters: contexts.map((name) => ({
      name,
      cluster: { server: (down && server[down]) ?? `${address}/${name}` },
    })),
    contexts: contexts.map((name) => ({ name, context: { cluster: name, user: 'dev' } })),
  };
}
