import type { LegacyAuthenticationPolicy, LegacyTarget } from './legacy-authentication.ts';
import type { MtlsMode } from './peer-authentication.ts';
import { oldestFirst } from './resource.ts';

/** A Service's port, as legacy Policies name it. */
export interface LegacyServicePort {
  /** Short name of the Service. */
  readonly service: string;
  readonly namespace: string;
  readonly port: { readonly number: number; readonly name: string };
}

export type LegacyScope = 'port' | 'service' | 'namespace' | 'mesh';

/** The legacy policy that counts for a port of a Service. */
export interface EffectiveLegacyPolicy {
  readonly policy: LegacyAuthenticationPolicy;
  readonly scope: LegacyScope;
  readonly mode: MtlsMode;
}

/**
 * The legacy Policy for one port of a Service, the narrowest first: port, service, namespace, mesh.
 * Nothing is inherited: a narrower one that asks for no mutual TLS means plaintext. Ports are those
 * of the Service, unlike PeerAuthentication's (Istio 1.4: `AuthenticationPolicyForWorkload`,
 * pilot/pkg/model/config.go). Undefined: no policy at all, which is plaintext.
 */
export function legacyPolicyFor(
  policies: readonly LegacyAuthenticationPolicy[],
  at: LegacyServicePort,
): EffectiveLegacyPolicy | undefined {
  const sorted = policies.toSorted(oldestFirst);
  const own = sorted.filter(({ kind, namespace }) => kind === 'Policy' && namespace === at.namespace);
  const targeting = (fits: (target: LegacyTarget) => boolean): LegacyAuthenticationPolicy | undefined =>
    own.find(({ targets }) => targets.some((target) => target.service === at.service && fits(target)));
  const candidates: readonly (readonly [LegacyScope, LegacyAuthenticationPolicy | undefined])[] = [
    ['port', targeting(({ ports }) => ports.includes(at.port.number) || ports.includes(at.port.name))],
    ['service', targeting(({ ports }) => ports.length === 0)],
    ['namespace', own.find(({ targets }) => targets.length === 0)],
    ['mesh', sorted.find(({ kind }) => kind === 'MeshPolicy')],
  ];
  for (const [scope, policy] of candidates) {
    if (policy !== undefined) return { policy, scope, mode: policy.mode };
  }
  return undefined;
}
