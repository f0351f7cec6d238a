/** What a colleague would have suspected, and why it is not the reason. */
import { specialCluster } from '../istio/special-cluster.ts';
import type { Trace } from '../edge/model.ts';

/** Short phrases; empty when the edge works. */
export function ruledOut(trace: Trace): readonly string[] {
  const { decision } = trace;
  switch (decision.kind) {
    case 'plaintext-at-tls-chain':
    case 'plaintext-no-chain':
    case 'tls-no-chain':
    case 'tls-at-plaintext-chain':
      return ['certificates (none were exchanged)', ...routing(trace)];
    case 'handshake-fails':
      return [...routing(trace), ...chains(trace)];
    case 'stopped':
      return decision.stop.kind === 'unknown'
        ? []
        : ['certificates and policies of the server (nothing left the client)'];
    case 'stalled':
      return ['certificates (none were exchanged)', ...routing(trace)];
    case 'plaintext':
    case 'app-tls':
    case 'handshake':
    case 'tunnel':
    case 'tls-at-application':
    case 'refused':
    case 'closed':
    case 'unknown':
      return [];
  }
}

function routing(trace: Trace): readonly string[] {
  if (trace.client === undefined || trace.cluster === undefined || trace.path.unknownAddress) return [];
  // A request that was meant for a service and went through one of these was not routed as meant.
  if (specialCluster(trace.cluster.name) !== undefined) return [];
  return [`routing (the connection reaches ${trace.cluster.name} as meant)`];
}

function chains(trace: Trace): readonly string[] {
  return trace.receiving?.selection?.kind === 'chain' ? ['filter chains (one took the connection)'] : [];
}
