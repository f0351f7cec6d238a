import { peerScope, type EffectivePeerAuthentication } from './effective-peer-authentication.ts';
import type { PeerAuthentication } from './peer-authentication.ts';
import { selects, type Workload } from './selector.ts';

/** Why a PeerAuthentication that one might expect to count does not. */
export type PassedOverPeerAuthentication =
  | { readonly policy: PeerAuthentication; readonly reason: 'other-namespace' }
  | { readonly policy: PeerAuthentication; readonly reason: 'selector-does-not-match' }
  /** Istio drops selectors in the root namespace, for that namespace's own pods too. */
  | { readonly policy: PeerAuthentication; readonly reason: 'selector-in-root-namespace' }
  /** The oldest of a scope counts. */
  | { readonly policy: PeerAuthentication; readonly reason: 'younger'; readonly than: PeerAuthentication }
  /** A narrower one sets a mode. */
  | { readonly policy: PeerAuthentication; readonly reason: 'overridden'; readonly by: PeerAuthentication };

/** Of `policies`, oldest first, those that do not count for a workload; `effective` is what counts. */
export function peerAuthenticationsPassedOver(
  policies: readonly PeerAuthentication[],
  workload: Workload,
  rootNamespace: string,
  { chosen, decidedBy }: EffectivePeerAuthentication,
): readonly PassedOverPeerAuthentication[] {
  return policies.flatMap((policy): readonly PassedOverPeerAuthentication[] => {
    const scope = peerScope(policy, rootNamespace);
    if (scope === undefined) return [{ policy, reason: 'selector-in-root-namespace' }];
    if (scope !== 'mesh' && policy.namespace !== workload.namespace) return [{ policy, reason: 'other-namespace' }];
    if (!selects(policy.selector ?? {}, workload.labels)) return [{ policy, reason: 'selector-does-not-match' }];
    const than = chosen.get(scope);
    if (than !== undefined && than !== policy) return [{ policy, reason: 'younger', than }];
    const isOverridden = decidedBy !== undefined && decidedBy !== policy && policy.mode !== 'UNSET';
    return isOverridden ? [{ policy, reason: 'overridden', by: decidedBy }] : [];
  });
}
