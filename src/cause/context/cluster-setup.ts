/** How a cluster is set up, whatever its endpoints. */
import { innerTls } from '../../edge/receiving.ts';
import type { Cluster } from '../../envoy/model.ts';

/** `auto`: per endpoint (auto mTLS); `tls`: to every endpoint; `raw`: to none. */
export type ClusterSetup = 'auto' | 'tls' | 'raw';

/** Entries for tunnels are passed over: ambient-aware istiods put one first in every cluster. */
export function setupOf(cluster: Cluster): ClusterSetup {
  const matches = cluster.transportSocketMatches.filter(({ match }) => !Object.hasOwn(match, 'tunnel'));
  if (matches.some(({ match }) => Object.hasOwn(match, 'tlsMode'))) return 'auto';
  const always = matches.find(({ match }) => Object.keys(match).length === 0);
  return innerTls(always?.transportSocket ?? cluster.transportSocket) === undefined ? 'raw' : 'tls';
}
