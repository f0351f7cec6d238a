/** Who on one side is who on the other: pods come and go, workloads stay. */
import type { Proxy } from '../envoy/model.ts';
import { workloadKey } from './workload-key.ts';

/**
 * How two proxies were matched: `pod`, the same one; `workload`, another pod of the same workload; `replica`, a pod
 * beyond those that the other side has, held against one of them; `only`, the single proxy of each side.
 */
export type PairedBy = 'pod' | 'workload' | 'replica' | 'only';

/** A proxy on both sides, or on one. */
export type ProxyPair =
  | {
      readonly kind: 'both';
      readonly workload: string;
      readonly by: PairedBy;
      readonly before: Proxy;
      readonly after: Proxy;
    }
  | { readonly kind: 'before'; readonly workload: string; readonly before: Proxy }
  | { readonly kind: 'after'; readonly workload: string; readonly after: Proxy };

/** Matches proxies by name, then by workload. Every proxy is in at least one pair; sorted by workload and name. */
export function pairProxies(before: readonly Proxy[], after: readonly Proxy[]): readonly ProxyPair[] {
  const [onlyBefore, onlyAfter] = [before[0], after[0]];
  if (before.length === 1 && after.length === 1 && onlyBefore !== undefined && onlyAfter !== undefined) {
    return [theOnlyTwo(onlyBefore, onlyAfter)];
  }
  const groups = [byWorkload(before), byWorkload(after)] as const;
  const workloads = [...new Set([...groups[0].keys(), ...groups[1].keys()])].toSorted();
  return workloads.flatMap((workload) =>
    pairsOf(workload, groups[0].get(workload) ?? [], groups[1].get(workload) ?? []),
  );
}

/** Who names one dump on each side means to compare these two, whatever they are called. */
function theOnlyTwo(before: Proxy, after: Proxy): ProxyPair {
  const [key, other] = [workloadKey(before), workloadKey(after)];
  const workload = after.node.id === '' ? key : other;
  const by = key !== other ? 'only' : before.name === after.name ? 'pod' : 'workload';
  return { kind: 'both', workload, by, before, after };
}

function byWorkload(proxies: readonly Proxy[]): ReadonlyMap<string, readonly Proxy[]> {
  const groups = new Map<string, Proxy[]>();
  for (const proxy of proxies) {
    const key = workloadKey(proxy);
    groups.set(key, [...(groups.get(key) ?? []), proxy]);
  }
  return groups;
}

function pairsOf(workload: string, before: readonly Proxy[], after: readonly Proxy[]): readonly ProxyPair[] {
  const pairs: ProxyPair[] = [];
  const stayed = new Set(before.map(({ name }) => name).filter((name) => after.some((proxy) => proxy.name === name)));
  const both = (by: PairedBy, one: Proxy, other: Proxy): void => {
    pairs.push({ kind: 'both', workload, by, before: one, after: other });
  };
  for (const one of before) {
    const same = after.find(({ name }) => name === one.name);
    if (same !== undefined) both('pod', one, same);
  }
  const gone = before.filter(({ name }) => !stayed.has(name));
  const come = after.filter(({ name }) => !stayed.has(name));
  for (let at = 0; at < Math.max(gone.length, come.length); at += 1) {
    const [one, other] = [gone[at], come[at]];
    if (one !== undefined && other !== undefined) both('workload', one, other);
    else if (one !== undefined) pairs.push(withoutPartner(workload, one, after[0]));
    else if (other !== undefined) pairs.push(newcomer(workload, other, before[0]));
  }
  return pairs;
}

function withoutPartner(workload: string, before: Proxy, sibling: Proxy | undefined): ProxyPair {
  if (sibling === undefined) return { kind: 'before', workload, before };
  return { kind: 'both', workload, by: 'replica', before, after: sibling };
}

function newcomer(workload: string, after: Proxy, sibling: Proxy | undefined): ProxyPair {
  if (sibling === undefined) return { kind: 'after', workload, after };
  return { kind: 'both', workload, by: 'replica', before: sibling, after };
}
