/** Pods as sources: the dump of each one's proxy, by exec into it, or through a forwarded port. */
import { fewAtOnce } from '../few-at-once.ts';
import { spool, type Reopen } from '../bytes/spool.ts';
import type { SourceId } from '../../evidence.ts';
import type { SourceProblem } from '../model.ts';
import type { OpenFile } from '../open-files.ts';
import { problemOf } from '../problem.ts';
import { Unusable } from '../unusable.ts';
import type { Chunks } from '../bytes/chunks.ts';
import { adminGet, defaultPatience } from './admin-request.ts';
import { NoSuchProgram } from './complaint.ts';
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
  const source = `${target.resource}/${target.name}${target.where ?? ''}`;
  try {
    return await openPods(await podsOf(target), target, argument, name, session);
  } catch (error) {
    return { files: [], problems: [problemOf(source, true, error)] };
  }
}

/** The dumps of these pods' proxies, a few at a time. */
async function openPods(
  pods: readonly Pod[],
  options: KubernetesTarget,
  argument: number,
  name: string | undefined,
  session: LiveSession,
): Promise<Opened> {
  const files: OpenFile[] = [];
  const problems: SourceProblem[] = [];
  await fewAtOnce(pods, async (pod) => {
    const source = `pod/${pod.name}.${pod.namespace}${options.where ?? ''}`;
    try {
      const reopen = await fetched(pod, source, options, session);
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
  });
  return { files: files.toSorted(bySource), problems: problems.toSorted(bySource) };
}

function bySource(one: { readonly source: string }, other: { readonly source: string }): number {
  return one.source < other.source ? -1 : 1;
}

function fetched(pod: Pod, source: SourceId, options: KubectlOptions, session: LiveSession): Promise<Reopen> {
  const { namespace, name } = pod;
  const key = JSON.stringify([options.kubeconfig, options.context, namespace, name]);
  return session.dump(key, () => {
    session.tell({ kind: 'asking', source });
    return dumpOf(pod, { ...options, namespace }, (why) => session.tell({ kind: 'forwarded', source, why }));
  });
}

async function dumpOf(pod: Pod, options: KubectlOptions, forwarded: (why: string) => void): Promise<Reopen> {
  if (pod.proxy === undefined) {
    throw new Unusable(
      'not-a-dump',
      'a pod without a proxy: it has no container istio-proxy',
      'nothing to fetch; it speaks what its application speaks',
    );
  }
  let last: unknown;
  let begun: Reopen | undefined;
  for (const asker of askers) {
    try {
      const cut = new Cut();
      const answer = kubectl(options, ['exec', pod.name, '-c', pod.proxy, '--', ...asker]);
      // oxlint-disable-next-line no-await-in-loop -- the next is tried only when this one is not there
      const reopen = await spool(cut.kept(answer));
      if (cut.error === undefined) return reopen;
      begun = reopen;
      last = cut.error;
      break;
    } catch (error) {
      last = error;
      if (!(error instanceof NoSuchProgram)) break;
    }
  }
  try {
    const reopen = await throughPort(pod, options);
    forwarded(reasonOf(last));
    return reopen;
  } catch (error) {
    if (begun !== undefined) return begun;
    throw notReady(pod, last instanceof NoSuchProgram ? noWayIn(error) : last);
  }
}

/** An answer that may break off: what came before that is kept, what breaks off before its first byte is no answer. */
class Cut {
  error: unknown;

  async *kept(chunks: Chunks): AsyncGenerator<Uint8Array> {
    let begun = false;
    try {
      for await (const piece of chunks) {
        begun = true;
        yield piece;
      }
    } catch (error) {
      if (!begun) throw error;
      this.error = error;
    }
  }
}

function noWayIn(error: unknown): Unusable {
  return new Unusable(
    'unreadable',
    `a proxy with neither pilot-agent nor curl nor wget in its container, and no port-forward to it: ${reasonOf(error)}`,
    'ask for the right to create pods/portforward there, or ask somebody who has it for the dump',
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Unusable ? error.saw : String(error);
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
