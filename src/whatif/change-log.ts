/** Collects what is said of a translation while it goes on. */
import type { Proxy } from '../envoy/model.ts';
import type { Change, PolicyRef, Spot, Unsettled } from './model.ts';

export interface ChangeLog {
  readonly change: (proxy: Proxy, spot: Spot, text: string, by: readonly (PolicyRef | undefined)[]) => void;
  readonly unsettled: (proxy: Proxy, spot: Spot, because: string, by?: PolicyRef) => void;
  readonly assume: (sentence: string) => void;
}

/** A log, and what was written to it so far, repetitions left out. */
export function changeLog(): ChangeLog & {
  readonly changes: () => readonly Change[];
  readonly doubts: () => readonly Unsettled[];
  readonly assumptions: () => readonly string[];
} {
  const changes = new Map<string, Change>();
  const doubts = new Map<string, Unsettled>();
  const assumptions = new Set<string>();
  return {
    change: (proxy, spot, text, by) => {
      const named = by.filter((each) => each !== undefined).map(policyRef);
      changes.set(JSON.stringify([proxy.name, spot, text]), { proxy: proxy.name, spot, text, by: named });
    },
    unsettled: (proxy, spot, because, by) => {
      const doubt = { proxy: proxy.name, spot, because, ...(by === undefined ? {} : { by: policyRef(by) }) };
      doubts.set(JSON.stringify([proxy.name, spot, because]), doubt);
    },
    assume: (sentence) => void assumptions.add(sentence),
    changes: () => [...changes.values()],
    doubts: () => [...doubts.values()],
    assumptions: () => [...assumptions].toSorted(),
  };
}

/** What is kept of a resource: its name and its place. */
export function policyRef({ kind, namespace, name, place }: PolicyRef): PolicyRef {
  return { kind, namespace, name, ...(place === undefined ? {} : { place }) };
}

/** `PeerAuthentication demo/default`. */
export function describeRef({ kind, namespace, name }: PolicyRef): string {
  if (name === '') return kind;
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}
