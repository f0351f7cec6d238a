/** The ways out that several causes share. */
import type { Fix } from '../cause.ts';
import type { EdgeFacts } from '../context/edge-facts.ts';
import { destinationRule, orDefault, peerPolicy, type PeerScope } from './resources.ts';

/** Order the mesh's mutual TLS for the service, whoever calls it. */
export function orderMutualTls(edge: EdgeFacts, text = 'Order mutual TLS for this service:'): Fix {
  return { text, yaml: destinationRule(edge, { tls: { mode: 'ISTIO_MUTUAL' } }) };
}

/** Tell clients to leave TLS away. */
export function orderPlaintext(edge: EdgeFacts, text: string): Fix {
  return { text, yaml: destinationRule(edge, { tls: { mode: 'DISABLE' } }) };
}

/** Tell clients to leave TLS away on this one port of the service. */
export function orderPlaintextOnPort(edge: EdgeFacts, text: string): Fix {
  const trafficPolicy = { portLevelSettings: [{ port: { number: edge.port }, tls: { mode: 'DISABLE' } }] };
  return { text, yaml: destinationRule(edge, trafficPolicy) };
}

/** Let the server accept no more than mutual TLS. */
export function demandMutualTls(edge: EdgeFacts, text: string, scope: PeerScope = 'namespace'): Fix {
  return { text, yaml: peerPolicy(edge, scope, 'STRICT') };
}

/** Let the server accept both. */
export function acceptBoth(edge: EdgeFacts, text: string, scope: PeerScope = 'workload'): Fix {
  return { text, yaml: peerPolicy(edge, scope, 'PERMISSIVE') };
}

/** Let one port of the server accept plaintext, and leave the rest as strict as it is. */
export function exemptPort(edge: EdgeFacts, text: string, mode: 'PERMISSIVE' | 'DISABLE' = 'PERMISSIVE'): Fix {
  return { text, yaml: peerPolicy(edge, 'workload', 'STRICT', mode) };
}

/** The mode of one port, in a workload that takes both elsewhere. */
export function acceptsOnPort(edge: EdgeFacts, text: string, mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE'): Fix {
  return { text, yaml: peerPolicy(edge, 'workload', 'PERMISSIVE', mode) };
}

/** Give every pod of a namespace a sidecar. */
export function inject(namespace: string, text: string): Fix {
  const where = orDefault(namespace);
  return {
    text,
    command: `kubectl label namespace ${where} istio-injection=enabled --overwrite && kubectl rollout restart deployment -n ${where}`,
  };
}

/** Switch auto mTLS on. */
export function enableAutoMtls(edge: EdgeFacts, before = 'Or switch auto mTLS on for the mesh:'): Fix {
  if (edge.era === 'legacy') {
    return {
      text: 'Or, from Istio 1.4 on, let clients decide by themselves:',
      command: 'istioctl manifest apply --set values.global.mtls.auto=true',
    };
  }
  return {
    text: `${before} clients then decide by themselves, and no DestinationRule needs a \`tls\` block:`,
    yaml: 'meshConfig:\n  enableAutoMtls: true',
  };
}
