import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { recordedFiles } from '../recordings/recordings.ts';
import { clusterObjects } from './cluster-objects.ts';
import { isReal, serveForReal } from './real-kubectl/real-kubectl.ts';

/** A pod of the stub's cluster; what is not said is as in a healthy pod with a sidecar. */
export interface StubPod {
  readonly name: string;
  readonly namespace: string;
  readonly ip: string;
  /** The path of what its proxy answers. */
  readonly dump: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The container beside (or instead of, when `app`) the application's. */
  readonly container?: string;
  /** The proxy is an init container that goes on running. */
  readonly native?: boolean;
  readonly ready?: boolean;
  /** What can be run in the proxy's container. */
  readonly programs?: readonly string[];
  /** Envoy does not listen on its admin port, though its container runs. */
  readonly deaf?: boolean;
  /** exec never ends. */
  readonly hangs?: boolean;
  /** The connection breaks after so many bytes of the dump. */
  readonly cutAt?: number;
}

/** What selects pods. */
export interface Labelled {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface StubCluster {
  readonly pods: readonly StubPod[];
  readonly deployments?: readonly Labelled[];
  readonly statefulsets?: readonly Labelled[];
  readonly services?: readonly Labelled[];
  /** `exec`, `port-forward`, `get pods`, `list pods`, `list everywhere`. */
  readonly denied?: readonly string[];
  /** Istio's resources and others, as the API server has them. */
  readonly resources?: readonly object[];
  /** The plurals of those that the cluster knows; all, where nothing is said. */
  readonly kinds?: readonly string[];
  /** Why nothing is answered. */
  readonly down?: 'refused' | 'unknown host' | 'unauthorized' | 'no login program';
  /** What it says on stderr beside every answer. */
  readonly noise?: string;
  /** Options that this kubectl is too old for. */
  readonly unknownOptions?: readonly string[];
  /** What differs in other clusters, by the name of the context. */
  readonly contexts?: Readonly<Record<string, Partial<StubCluster>>>;
}

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-cluster-'));
const path = process.env['PATH'] ?? '';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where a configuration of kubectl is kept. */
export const kubeconfig = join(folder, 'it is here');

/** Puts a `kubectl` that knows this cluster first on the PATH; it forgets what it was called with before. */
export async function serve(cluster: StubCluster): Promise<void> {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  process.env['PATH'] = `${bin}:${path}`;
  rmSync(join(folder, 'calls'), { force: true });
  if (isReal) return serveForReal(cluster, bin, kubeconfig, join(folder, 'calls'));
  const stub = fileURLToPath(new URL('kubectl.mjs', import.meta.url));
  writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\nexec '${process.execPath}' '${stub}' "$@"\n`);
  chmodSync(join(bin, 'kubectl'), 0o755);
  const contexts = Object.entries(cluster.contexts ?? {}).map(([name, context]) => [name, shown(context)]);
  writeFileSync(
    join(folder, 'cluster.json'),
    JSON.stringify({ ...shown(cluster), contexts: Object.fromEntries(contexts) as unknown }),
  );
  process.env['STUB_CLUSTER'] = join(folder, 'cluster.json');
}

function shown(cluster: Partial<StubCluster>) {
  return { ...cluster, objects: clusterObjects(cluster) };
}

/** The processes of `kubectl` that were left hanging. */
export function hanging(): readonly number[] {
  const file = join(folder, 'hanging');
  // It may be there before a line is.
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.filter((line) => line !== '').map(Number);
}

/** A machine on which kubectl was never installed. */
export function withoutKubectl(): void {
  process.env['PATH'] = join(folder, 'nothing');
}

/** What kubectl was called with since `serve`, call by call. */
export function calls(): readonly (readonly string[])[] {
  const file = join(folder, 'calls');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
}

/** The pods of a recorded scenario, by the name of their dump (`sleep`, `web`), which is their label `app` as well. */
export async function recordedPods(scenario: string): Promise<ReadonlyMap<string, StubPod>> {
  const pods = new Map<string, StubPod>();
  for (const [inside, content] of await recordedFiles(scenario)) {
    const app = /^proxies\/(.*)\.json$/u.exec(inside)?.[1];
    const [, ip, name, namespace] = /"id": ?"[a-z]+~([^~]+)~([^.]+)\.([^~]+)~/u.exec(content) ?? [];
    if (app === undefined || ip === undefined || name === undefined || namespace === undefined) continue;
    const dump = join(folder, scenario, `${name}.json`);
    mkdirSync(dirname(dump), { recursive: true });
    writeFileSync(dump, content);
    pods.set(app, { name, namespace, ip, dump, labels: { app } });
  }
  return pods;
}
