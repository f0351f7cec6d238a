/** The policy that makes a namespace or the mesh STRICT, as it would be applied. */
import type { JsonObject, RawResource } from '../input/model.ts';
import { peerScope } from '../policy/effective-peer-authentication.ts';
import { meshSettings } from '../policy/mesh-settings.ts';
import type { Policies } from '../policy/policies.ts';
import { oldestFirst } from '../policy/resource.ts';

/** `mesh`, or the name of a namespace. */
export type StrictScope = { readonly kind: 'mesh' } | { readonly kind: 'namespace'; readonly name: string };

/** The policy that counts for the scope, switched to STRICT; a new one called `default` where there is none. */
export function strictPolicy(scope: StrictScope, inForce: Policies): RawResource {
  const { rootNamespace } = meshSettings(inForce);
  const namespace = scope.kind === 'mesh' ? rootNamespace : scope.name;
  const existing = inForce.peerAuthentications
    .toSorted(oldestFirst)
    .find((each) => each.namespace === namespace && peerScope(each, rootNamespace) !== 'workload');
  const value: JsonObject = {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: existing?.name ?? 'default', namespace },
    spec: { mtls: { mode: 'STRICT' } },
  };
  return { kind: 'kubernetes', value, place: { source: '', pointer: '' }, state: 'active' };
}

/** The words of `--strict`. */
export function strictScope(word: string): StrictScope {
  return word === 'mesh' ? { kind: 'mesh' } : { kind: 'namespace', name: word };
}

/** `mesh` or `namespace demo`. */
export function describeScope(scope: StrictScope): string {
  return scope.kind === 'mesh' ? 'the mesh' : `namespace ${scope.name}`;
}
