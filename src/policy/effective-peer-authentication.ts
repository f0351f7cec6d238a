import { hasSelector, type MtlsMode, type PeerAuthentication, type PeerMode } from './peer-authentication.ts';
import { oldestFirst } from './resource.ts';
import { selects, type Workload } from './selector.ts';

/** How widely a PeerAuthentication reaches, by its namespace and selector. */
export type PeerScope = 'mesh' | 'namespace' | 'workload';

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

/** The mode of one port that differs from, or repeats, the workload's. */
export interface EffectivePortMode {
  readonly port: number;
  readonly mode: MtlsMode;
  /** UNSET: taken over from the workload's mode. */
  readonly inherited: boolean;
}

/** What a workload's proxy accepts, and which resource decided. */
export interface EffectivePeerAuthentication {
  readonly mode: MtlsMode;
  /** Whose mode it is; undefined: nobody set one, and Istio's default is PERMISSIVE. */
  readonly decidedBy?: PeerAuthentication;
  readonly scope: PeerScope | 'default';
  /** By port of the workload; all from `portsDecidedBy`. */
  readonly ports: readonly EffectivePortMode[];
  readonly portsDecidedBy?: PeerAuthentication;
  /** The policy of each scope that counts, also where it sets no mode. */
  readonly chosen: ReadonlyMap<PeerScope, PeerAuthentication>;
  readonly passedOver: readonly PassedOverPeerAuthentication[];
}

/** The scope a PeerAuthentication has; undefined where Istio ignores it (a selector in the root namespace). */
export function peerScope(policy: PeerAuthentication, rootNamespace: string): PeerScope | undefined {
  const inRoot = policy.namespace === rootNamespace;
  if (hasSelector(policy)) return inRoot ? undefined : 'workload';
  return inRoot ? 'mesh' : 'namespace';
}

/**
 * What PeerAuthentications make of a workload, as istiod composes them: the oldest of each scope,
 * mesh then namespace then workload, UNSET inheriting; ports only together with a selector
 * (Istio: `ComposePeerAuthentication`, pilot/pkg/security/authn/policy_applier.go).
 */
export function effectivePeerAuthentication(
  policies: readonly PeerAuthentication[],
  workload: Workload,
  rootNamespace: string,
): EffectivePeerAuthentication {
  const chosen = new Map<PeerScope, PeerAuthentication>();
  const passedOver: PassedOverPeerAuthentication[] = [];
  for (const policy of policies.toSorted(oldestFirst)) {
    const scope = peerScope(policy, rootNamespace);
    if (scope === undefined) {
      passedOver.push({ policy, reason: 'selector-in-root-namespace' });
    } else if (scope !== 'mesh' && policy.namespace !== workload.namespace) {
      passedOver.push({ policy, reason: 'other-namespace' });
    } else if (!selects(policy.selector ?? {}, workload.labels)) {
      passedOver.push({ policy, reason: 'selector-does-not-match' });
    } else {
      const older = chosen.get(scope);
      if (older === undefined) chosen.set(scope, policy);
      else passedOver.push({ policy, reason: 'younger', than: older });
    }
  }
  const decided = (['workload', 'namespace', 'mesh'] as const).flatMap((scope) => {
    const policy = chosen.get(scope);
    return policy === undefined || policy.mode === 'UNSET' ? [] : [{ policy, scope }];
  });
  const [first, ...wider] = decided;
  if (first !== undefined) {
    passedOver.push(...wider.map(({ policy }) => ({ policy, reason: 'overridden' as const, by: first.policy })));
  }
  const mode = settled(first?.policy.mode, 'PERMISSIVE');
  const narrowest = chosen.get('workload');
  return {
    mode,
    ...(first === undefined ? {} : { decidedBy: first.policy }),
    scope: first?.scope ?? 'default',
    ports: (narrowest?.ports ?? []).map((each) => ({
      port: each.port,
      mode: settled(each.mode, mode),
      inherited: each.mode === 'UNSET',
    })),
    ...(narrowest === undefined || narrowest.ports.length === 0 ? {} : { portsDecidedBy: narrowest }),
    chosen,
    passedOver,
  };
}

/** The mode of one port of the workload (a container's port, not a Service's). */
export function modeOfPort(effective: EffectivePeerAuthentication, port: number): MtlsMode {
  return effective.ports.find((each) => each.port === port)?.mode ?? effective.mode;
}

/**
 * The mode clients assume of a service when they decide on auto mTLS: only the namespace's and the
 * mesh's policy count, and the oldest of each (Istio: `BestEffortInferServiceMTLSMode`,
 * pilot/pkg/model/push_context.go).
 */
export function inferredServiceMode(
  policies: readonly PeerAuthentication[],
  namespace: string,
  rootNamespace: string,
): { readonly mode: MtlsMode; readonly decidedBy?: PeerAuthentication } {
  const oldest = (scope: PeerScope, of: string): PeerAuthentication | undefined =>
    policies.toSorted(oldestFirst).find((each) => each.namespace === of && peerScope(each, rootNamespace) === scope);
  const candidates = [oldest('namespace', namespace), oldest('mesh', rootNamespace)];
  const decidedBy = candidates.find((each) => each !== undefined && each.mode !== 'UNSET');
  if (decidedBy === undefined) return { mode: 'PERMISSIVE' };
  return { mode: settled(decidedBy.mode, 'PERMISSIVE'), decidedBy };
}

function settled(mode: PeerMode | undefined, inherited: MtlsMode): MtlsMode {
  return mode === undefined || mode === 'UNSET' ? inherited : mode;
}
