import type { JsonObject } from '../input/model.ts';
import { flagAt, numberAt, objectAt, objectsAt, textAt } from './fields.ts';
import type { MtlsMode } from './peer-authentication.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

/** One target of a legacy Policy: a Service, all its ports or some. */
export interface LegacyTarget {
  /** Short name of the Service. */
  readonly service: string;
  /** Ports of the Service, by number or by name; empty: all. */
  readonly ports: readonly (number | string)[];
}

/**
 * authentication.istio.io Policy, and MeshPolicy for the whole mesh (Istio 1.0 to 1.5): what servers
 * accept. There is no inheritance: the narrowest one counts, and without `peers` that is plaintext.
 */
export interface LegacyAuthenticationPolicy extends KubernetesResource<'Policy' | 'MeshPolicy'> {
  /** Empty: the whole namespace. */
  readonly targets: readonly LegacyTarget[];
  readonly mode: MtlsMode;
}

const specFields = ['targets', 'peers', 'peerIsOptional', 'origins', 'originIsOptional', 'principalBinding'];

export function readLegacyAuthentication(from: Manifest): LegacyAuthenticationPolicy {
  const base =
    from.kind === 'MeshPolicy'
      ? { ...header('MeshPolicy', from, specFields), namespace: '' }
      : header('Policy', from, specFields);
  return {
    ...base,
    targets: objectsAt(from.spec, 'targets').map(({ value }) => ({
      service: textAt(value, 'name') ?? '',
      ports: objectsAt(value, 'ports').flatMap(
        (port) => numberAt(port.value, 'number') ?? textAt(port.value, 'name') ?? [],
      ),
    })),
    mode: peerMode(
      objectsAt(from.spec, 'peers').map(({ value }) => value),
      from.spec,
    ),
  };
}

// `mtls: {}` and `mtls:` alike are STRICT, the zero value (Istio: api/authentication/v1alpha1/policy.proto).
function peerMode(peers: readonly JsonObject[], spec: JsonObject | undefined): MtlsMode {
  const peer = peers.find((each) => Object.hasOwn(each, 'mtls'));
  if (peer === undefined) return 'DISABLE';
  const mtls = objectAt(peer, 'mtls');
  if (textAt(mtls, 'mode') === 'PERMISSIVE') return 'PERMISSIVE';
  return flagAt(mtls, 'allowTls') === true || flagAt(spec, 'peerIsOptional') === true ? 'PERMISSIVE' : 'STRICT';
}
