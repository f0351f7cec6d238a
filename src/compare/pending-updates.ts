/** What istiod means a proxy to have and the proxy has not: updates it refused, or that still wait. */
import type { Proxy, Resource } from '../envoy/model.ts';
import { evidence, type Evidence } from '../evidence.ts';
import type { ProxyPair } from './pair-proxies.ts';

export interface PendingUpdate {
  readonly workload: string;
  readonly side: 'before' | 'after';
  readonly kind: 'listener' | 'cluster' | 'secret';
  readonly name: string;
  readonly state: 'rejected' | 'warming';
  /** Envoy's reason for refusing. */
  readonly rejection?: string;
  readonly evidence: readonly Evidence[];
}

/** Those that only one of the two dumps has: what was refused all along did not change. */
export function pendingUpdates(pair: ProxyPair): readonly PendingUpdate[] {
  if (pair.kind !== 'both' || pair.by === 'replica') return [];
  const [before, after] = [
    pendingOf(pair.workload, pair.before, 'before'),
    pendingOf(pair.workload, pair.after, 'after'),
  ];
  const keys = [new Set(before.map(keyOf)), new Set(after.map(keyOf))] as const;
  return [...before.filter((each) => !keys[1].has(keyOf(each))), ...after.filter((each) => !keys[0].has(keyOf(each)))];
}

function keyOf({ kind, name, state, rejection }: PendingUpdate): string {
  return JSON.stringify([kind, name, state, rejection]);
}

function pendingOf(
  workload: string,
  { listeners, clusters, secrets }: Proxy,
  side: PendingUpdate['side'],
): readonly PendingUpdate[] {
  const waiting = (kind: PendingUpdate['kind'], resources: readonly Resource[]): readonly PendingUpdate[] =>
    resources.flatMap(({ name, state, rejection, place }) =>
      state === 'rejected' || state === 'warming'
        ? [
            {
              workload,
              side,
              kind,
              name,
              state,
              ...(rejection !== undefined && { rejection }),
              evidence: [evidence(place)],
            },
          ]
        : [],
    );
  return [...waiting('listener', listeners), ...waiting('cluster', clusters), ...waiting('secret', secrets)];
}
