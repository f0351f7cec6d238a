/** Whether a TLS context trusts the mesh's own root and nothing else, as istiod writes it. */
import type { TlsContext } from '../envoy/model.ts';

/**
 * Istio names the mesh's root `ROOTCA` where secrets come by SDS, and mounts it as `root-cert.pem`
 * where they are files (Istio ≤ 1.5); contexts with other anchors belong to SIMPLE and MUTUAL rules.
 */
export function usesMeshRoot(context: TlsContext): boolean {
  if (context.validationSecret !== undefined) return context.validationSecret.name === 'ROOTCA';
  const anchors = context.validation?.trustedCa?.source;
  return anchors?.kind === 'file' && anchors.filename.endsWith('/root-cert.pem');
}

/**
 * Only a workload of the mesh can satisfy this context: it trusts the mesh's root, or it asks for a SPIFFE
 * identity, which no application's own certificate carries (istiod writes them for SIMPLE rules as well).
 */
export function trustsMeshOnly(context: TlsContext): boolean {
  if (usesMeshRoot(context)) return true;
  const sans = context.validation?.sans ?? [];
  return sans.length > 0 && sans.every(({ matcher }) => matcher.value.startsWith('spiffe://'));
}
