/** The line of a cluster that makes its client send what it sends. */
import type { Cluster } from '../envoy/model.ts';
import type { Sending } from '../edge/model.ts';
import { evidence, type Evidence } from '../evidence.ts';
import { inCluster } from './tls-places.ts';

/** What chose the socket where endpoints choose; else what it says of itself; else the rule that left it away. */
export function offerEvidence(cluster: Cluster, sending: Sending): Evidence {
  const { socketPath = '', reason, tls } = sending;
  if (tls === undefined) {
    if (socketPath !== '') return evidence(cluster.place, socketPath);
    const path = cluster.istio.config === undefined ? '/name' : '/metadata/filter_metadata/istio/config';
    return evidence(cluster.place, path, 'the cluster has no transport_socket');
  }
  if (reason.kind === 'transport-socket-match') return evidence(cluster.place, `${socketPath}/match`);
  return inCluster(cluster, sending, tls.context.sni === '' ? '' : '/sni');
}
