/** Pods as sources: the dump of each one's proxy, by exec into it, or through a forwarded port. */
import { spool, type Reopen } from '../bytes/spool.ts';
import type { SourceProblem } from '../model.ts';
import type { OpenFile } from '../open-files.ts';
import { problemOf } from '../problem.ts';
import { Unusable } from '../unusable.ts';
import { adminGet, defaultPatience } from './admin-request.ts';
import { forwardPort, kubectl } from './kubectl.ts';
import type { KubectlOptions, KubernetesTarget } from './kubernetes-target.ts';
import { podsOf, type Pod } from './pods.ts';
import type { LiveSession } from './session.ts';

const dumpPage = 'config_dump?include_eds';
const adminPort = 15_000;

/** What asks the proxy from inside of its container, best first; distroless images have only the first. */
const askers: readonly (readonly string[])[] = [
  ['pilot-agent', 'request', 'GET', dumpPage],
  ['curl', '-sS', '--max-time', '60', `http://127.0.0.1:${adminPort}/${dumpPage}`],
  ['wget', '-qO-', '-T', '60', `http://127.0.0.1:${adminPort}/${dumpPage}`],
];

/** How many pods are asked at once. */
const atOnce = 4;

export interface Opened {
  readonly files: readonly OpenFile[];
  readonly problems: readonly SourceProblem[];
}

/** The dumps of all pods a word means. Never throws: what could not be had is a problem. */
export async function openKubernetes(
  target: KubernetesTarget,
  argument: number,
  name: string | undefined,
  session: LiveSession,
): Promise<Opened> {
  const source = `${target.resource}/${target.name}`;
  try {
    return await openPods(await podsOf(target), target, argument, name, session);
  } catch (error) {
    return { files: [], problems: [problemOf(source, true, error)] };
  }
}

/** The dumps of these pods' proxies, a few at a time. */
async function openPods(
  pods: readonly Pod[],
  options: KubectlOptions,
  argument: number,
  name: string | undefined,
  session: LiveSession,
): Promise<Opened> {
  const files: OpenFile[] = [];
  const problems: SourceProblem[] = [];
  const waiting = [...pods];
  const worker = async (): Promise<void> => {
    for (let pod = waiting.shift(); pod !== undefined; pod = waiting.shift()) {
      const source = `pod/${pod.name}.${pod.namespace}`;
      try {
        // oxlint-disable-next-line no-await-in-loop -- each worker takes one after the other
        const reopen = await fetched(pod, options, session);
        const hints = {
          ...(name !== undefined && { explicit: name }),
          namespace: pod.namespace,
          file: pod.name,
          group: source,
        };
        files.push({ source, named: true, hints, argument, reopen });
      } catch (error) {
        problems.push(problemOf(source, true, error));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { files: files.toSorted(bySource), problems: problems.toSorted(bySource) };
}

function bySource(one: { readonly source: string }, other: { readonly source: string }): number {
  return one.source < other.source ? -1 : 1;
}

function fetched(pod: Pod, options: KubectlOptions, session: LiveSession): Promise<Reopen> {
  const { namespace, name } = pod;
  const key = JSON.stringify([options.kubeconfig, options.context, namespace, name]);
  return session.dump(key, () => dumpOf(pod, { ...options, namespace }));
}

async function dumpOf(pod: Pod, options: KubectlOptions): Promise<Reopen> {
  if (pod.proxy === undefined) {
    throw new Unusable(
      'not-a-dump',
      'a pod without a proxy: it has no container istio-proxy',
      'nothing to fetch; it speaks what its application speaks',
    );
  }
  let last: unknown;
  for (const asker of askers) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- the next is tried only when this one is not there
      return await spool(kubectl(options, ['exec', pod.name, '-c', pod.proxy, '--', ...asker]));
    } catch (error) {
      last = error;
      if (!isNotThere(error)) break;
    }
  }
  try {
    return await throughPort(pod, options);
  } catch {
    throw notReady(pod, last);
  }
}

/** The container has no such program; every other failure is the same for the next one. */
function isNotThere(error: unknown): boolean {
  return error instanceof Unusable && /executable file not found|no such file|exit 12[67]\)/iu.test(error.saw);
}

async function throughPort(pod: Pod, options: KubectlOptions): Promise<Reopen> {
  const { port, stop } = await forwardPort(options, pod.name, adminPort);
  try {
    return await spool(adminGet({ kind: 'tcp', host: '127.0.0.1', port }, `/${dumpPage}`, defaultPatience));
  } finally {
    stop();
  }
}

function notReady(pod: Pod, error: unknown): unknown {
  if (pod.ready || !(error instanceof Unusable)) return error;
  return new Unusable(
    'unreadable',
    `a proxy that is not ready (${error.saw})`,
    `kubectl describe pod ${pod.name} -n ${pod.namespace}`,
  );
}
