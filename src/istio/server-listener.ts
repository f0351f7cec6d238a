/** Which of a proxy's listeners take connections for its workload, or (gateways) from outside. */
import type { Listener, Proxy } from '../envoy/model.ts';
import { chainDemand } from './chain-demand.ts';
import { clustersOfChain } from './chain-cluster.ts';
import { parseClusterName } from './cluster-name.ts';
import { specialCluster } from './special-cluster.ts';

/**
 * Listeners in force on the server's side: `virtualInbound`, the listeners per address and port of Istio ≤ 1.5,
 * HBONE's `connect_terminate`, all of a gateway's. Not the proxy's own (metrics, probes), not those inside it.
 */
export function serverListeners(proxy: Proxy): readonly Listener[] {
  const gateway = isGateway(proxy);
  return proxy.listeners.filter(
    (listener) => isInForce(listener) && !listener.internal && !listener.udp && serves(listener, gateway),
  );
}

function isInForce({ state }: Listener): boolean {
  return state === 'active' || state === 'static';
}

/** `traffic_direction` says it from 1.3 on; gateways' listeners are OUTBOUND to Istio, theirs is to the workload. */
function serves(listener: Listener, gateway: boolean): boolean {
  if (listener.direction === 'inbound') return true;
  const clusters = listener.filterChains.flatMap(clustersOfChain);
  if (clusters.length > 0 && clusters.every((name) => specialCluster(name) === 'infrastructure')) return false;
  if (gateway) return true;
  if (listener.direction === 'outbound') return false;
  if (clusters.some((name) => parseClusterName(name)?.direction === 'inbound')) return true;
  return listener.filterChains.some((chain) => chainDemand(chain) === 'mutual');
}

/** Without a node to ask: a proxy that takes over no outbound traffic, and listens for others. */
export function isGateway({ node, listeners }: Proxy): boolean {
  if (node.kind !== 'unknown') return node.kind === 'router';
  return !listeners.some(
    (listener) => listener.useOriginalDst || !listener.bindToPort || listener.direction === 'inbound',
  );
}
