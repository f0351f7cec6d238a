/** The PeerAuthentication, or legacy Policy, that set what the server takes on the port that is dialled. */
import { evidence, type Evidence } from '../../evidence.ts';
import type { EffectivePeerAuthentication } from '../../policy/effective-peer-authentication.ts';
import { legacyPolicyFor, type LegacyScope } from '../../policy/legacy-policy-for.ts';
import type { MtlsMode } from '../../policy/peer-authentication.ts';
import type { EdgeFacts } from './edge-facts.ts';
import type { PolicyView } from './policy-view.ts';

export interface PeerBehind {
  readonly policy: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly scope: EffectivePeerAuthentication['scope'] | LegacyScope;
  /** Where it says so. */
  readonly at: Evidence;
}

/** Undefined where none was read that orders this mode: the proxy is the truth, and the text may be another one. */
export function peerBehind(policies: PolicyView | undefined, edge: EdgeFacts, mode: MtlsMode): PeerBehind | undefined {
  if (policies === undefined) return undefined;
  return policies.all.peerAuthentications.length > 0 ? modern(policies, edge, mode) : legacy(policies, edge, mode);
}

function modern({ peer }: PolicyView, { targetPort }: EdgeFacts, mode: MtlsMode): PeerBehind | undefined {
  if (peer === undefined) return undefined;
  const byPort = peer.ports.find(({ port, inherited }) => port === targetPort && !inherited);
  const ordered = byPort ?? peer;
  const policy = byPort === undefined ? peer.decidedBy : peer.portsDecidedBy;
  if (ordered.mode !== mode || policy === undefined) return undefined;
  return {
    policy: { kind: 'PeerAuthentication', namespace: policy.namespace, name: policy.name },
    scope: byPort === undefined ? peer.scope : 'port',
    at: evidence(policy.place, byPort === undefined ? '/spec/mtls' : `/spec/portLevelMtls/${targetPort}`),
  };
}

/** Up to Istio 1.4 policies count the ports of the Service. */
function legacy({ all }: PolicyView, { service, port }: EdgeFacts, mode: MtlsMode): PeerBehind | undefined {
  const at = { service: service.name, namespace: service.namespace, port: { number: port, name: '' } };
  const counting = legacyPolicyFor(all.legacyPolicies, at);
  if (counting?.mode !== mode) return undefined;
  const { kind, namespace, name, place } = counting.policy;
  const path = mode === 'DISABLE' ? '/spec' : '/spec/peers';
  return { policy: { kind, namespace, name }, scope: counting.scope, at: evidence(place, path) };
}
