import { nearest } from '../edge/nearest.ts';
import type { Proxy } from '../envoy/model.ts';
import { hasFilter, strangers, type EdgeFilterFlags } from './edge-filter.ts';

/** Why a list of edges is empty, as far as that can be told. */
export function noneLeft(flags: EdgeFilterFlags, proxies: readonly Proxy[], program: string): string {
  const [stranger] = strangers(flags, proxies);
  if (stranger !== undefined) {
    const names = proxies.flatMap(({ name, node }) => [name, node.workload].filter((each) => each !== ''));
    const near = nearest(stranger, names);
    const hint = near.length === 0 ? '' : ` (the nearest: ${near.join(', ')})`;
    return `no edge: no proxy that was read is called ${stranger}${hint}`;
  }
  const byName = [flags.from, flags.to, flags.workload].some((names) => names !== undefined);
  if (byName) return 'no edge (names are whole ones; * stands for anything)';
  if (hasFilter(flags) || flags.port !== undefined) return 'no edge';
  return `no edge: no proxy that was read has a cluster as Istio names them (outbound|PORT||HOST); ask for one connection instead: ${program} explain CLIENT ADDRESS:PORT`;
}
