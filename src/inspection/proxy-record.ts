import type { NodeInfo, Proxy, SectionsSeen } from '../envoy/model.ts';
import { present } from '../envoy/present.ts';

/** One Envoy: who it is, and what of it was read. */
export interface ProxyRecord {
  readonly kind: 'proxy';
  readonly name: string;
  readonly type: NodeInfo['kind'];
  readonly namespace: string;
  readonly pod?: string;
  readonly workload?: string;
  readonly addresses: readonly string[];
  readonly serviceAccount?: string;
  readonly trustDomain?: string;
  readonly istioVersion?: string;
  readonly envoyVersion?: string;
  readonly seen: SectionsSeen;
  /** Newest update seen anywhere in it, RFC 3339. */
  readonly updated?: string;
  readonly sources: readonly string[];
  /** A source of it was cut off. */
  readonly incomplete: boolean;
}

/** A proxy as a document shows it; its resources are records of their own. */
export function proxyRecord({ name, node, seen, updated, sources, incomplete }: Proxy): ProxyRecord {
  return present({
    kind: 'proxy' as const,
    name,
    type: node.kind,
    namespace: node.namespace,
    pod: filled(node.pod),
    workload: filled(node.workload),
    addresses: node.ips,
    serviceAccount: filled(node.serviceAccount),
    trustDomain: filled(node.trustDomain),
    istioVersion: filled(node.istioVersion),
    envoyVersion: filled(node.envoyVersion),
    seen,
    updated,
    sources,
    incomplete,
  });
}

function filled(text: string): string | undefined {
  return text === '' ? undefined : text;
}
