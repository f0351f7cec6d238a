/**
 * Dumps that hold only some of a proxy's resources, as `istioctl proxy-config … --port` and `--fqdn` print them: what is
 * not in them may be there. A bootstrap comes with whole dumps only.
 */
import type { Proxy } from '../envoy/model.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import type { Destination } from './model.ts';

/** Whether listeners are missing: istiod gives a proxy with a service's cluster a listener for the service's port. */
export function isListenerSelection(client: Proxy, { host, port }: Destination): boolean {
  return !client.seen.bootstrap && indexOf(client).cluster(`outbound|${port}||${host}`) !== undefined;
}

/**
 * Whether clusters are missing: istiod gives each proxy the one for what it knows no way for (pilot
 * `cluster_builder.go`, buildBlackHoleCluster).
 */
export function isClusterSelection(client: Proxy): boolean {
  return !client.seen.bootstrap && indexOf(client).cluster('BlackHoleCluster') === undefined;
}
