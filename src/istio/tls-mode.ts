/** How istiod marks an endpoint for its clients: `tlsMode` and `tunnel` under `envoy.transport_socket_match`. */
import type { Endpoint, EndpointGroup } from '../envoy/model.ts';

/**
 * `istio`: takes mutual TLS; `hbone`: takes HBONE; `disabled`: marked so (1.4 to 1.7); `unmarked`: no sidecar, or
 * from 1.12 on a policy that switches mutual TLS off there; `other`: a mark nobody knows; `unknown`: the source
 * carries no metadata (`/clusters`, `pc endpoint`), which says nothing.
 */
export type EndpointTlsMode = 'istio' | 'hbone' | 'disabled' | 'unmarked' | 'other' | 'unknown';

export function endpointTlsMode(
  endpoint: Pick<Endpoint, 'socketMatchMetadata'>,
  group: Pick<EndpointGroup, 'metadataKnown'>,
): EndpointTlsMode {
  if (!group.metadataKnown) return 'unknown';
  const marks = endpoint.socketMatchMetadata ?? {};
  if (own(marks, 'tunnel') === 'http') return 'hbone';
  const tlsMode = own(marks, 'tlsMode');
  if (tlsMode === undefined) return 'unmarked';
  return tlsMode === 'istio' || tlsMode === 'disabled' ? tlsMode : 'other';
}

function own(marks: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(marks, key) ? marks[key] : undefined;
}
