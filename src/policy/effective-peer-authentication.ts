import { hasSelector, type MtlsMode, type PeerAuthentication, type PeerMode } from './peer-authentication.ts';
import { selects, type Workload } from './selector.ts';

/** How widely a PeerAuthentication reaches, by its namespace and selector. */
export type PeerScope = 'mesh' | 'namespace' | 'workload';

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
}

/** The scope a PeerAuthentication has; undefined where Istio ignores it (a selector in the root namespace). */
export function peerScope(policy: PeerAuthentication, rootNamespace: string): PeerScope | undefined {
  const inRoot = policy.namespace === rootNamespace;
  if (hasSelector(policy)) return inRoot ? undefined : 'workload';
  return inRoot ? 'mesh' : 'namespace';
}

/**
 * What PeerAuthentications (oldest first) make of a workload, as istiod composes them: the oldest of each scope,
 * mesh then namespace then workload, UNSET inheriting; ports only together with a selector
 * (Istio: `ComposePeerAuthentication`, pilot/pkg/security/authn/policy_applier.go).
 */
export function effectivePeerAuthentication(
  policies: readonly PeerAuthentication[],
  workload: Workload,
  rootNamespace: string,
): EffectivePeerAuthentication {
  const chosen = new Map<PeerScope, PeerAuthentication>();
  for (const policy of policies) {
    const scope = peerScope(policy, rootNamespace);
    const isFor = scope === 'mesh' || (scope !== undefined && policy.namespace === workload.namespace);
    if (isFor && !chosen.has(scope) && selects(policy.selector ?? {}, workload.labels)) chosen.set(scope, policy);
  }
  const decided = (['workload', 'namespace', 'mesh'] as const).flatMap((scope) => {
    const policy = chosen.get(scope);
    return policy === undefined || policy.mode === 'UNSET' ? [] : [{ policy, scope }];
  });
  const [first] = decided;
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
  };
}

/** The mode of one port of the workload (a container's port, not a Service's). */
export function modeOfPort(effective: EffectivePeerAuthentication, port: number): MtlsMode {
  return effective.ports.find((each) => each.port === port)?.mode ?? effective.mode;
}

function settled(mode: PeerMode | undefined, inherited: MtlsMode): MtlsMode {
  return mode === undefined || mode === 'UNSET' ? inherited : mode;
}
