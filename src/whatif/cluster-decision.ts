/**
 * What a client's cluster sends, by the policies of one moment (Istio: `applyTrafficPolicy`,
 * `buildUpstreamTLSSettings`, pilot/pkg/networking/core/cluster_tls.go).
 */
import type { ClientTls, DestinationRule } from '../policy/destination-rule.ts';
import { destinationRuleFor, type ServiceName } from '../policy/destination-rule-for.ts';
import type { PeerAuthentication } from '../policy/peer-authentication.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import type { Workload } from '../policy/selector.ts';
import { trafficFor, type ClusterTraffic } from '../policy/tls-settings-for.ts';

/** A proxy as a client of services. */
export interface Client extends Workload {
  readonly gateway: boolean;
}

/** A cluster's service, port and subset. */
export interface ClusterOf {
  readonly service: ServiceName;
  readonly port: number;
  /** Empty: the service as a whole. */
  readonly subset: string;
  /** MESH_EXTERNAL: never mutual TLS by itself. */
  readonly external: boolean;
  /** Headless, or the application's own choice of address. */
  readonly passthrough: boolean;
}

export type Sends =
  /** No TLS of the proxy's own. */
  | { readonly kind: 'plain'; readonly why: 'rule' | 'auto-off' | 'external' | 'server-disabled' }
  /** Auto mTLS: mutual TLS to endpoints that are marked. */
  | { readonly kind: 'auto' }
  /** A DestinationRule's ISTIO_MUTUAL. */
  | { readonly kind: 'istio-mutual'; readonly tls: ClientTls }
  /** SIMPLE or MUTUAL with the rule's own certificates. */
  | { readonly kind: 'own-tls'; readonly tls: ClientTls };

export interface ClusterDecision {
  readonly sends: Sends;
  readonly rule?: DestinationRule;
  readonly traffic: ClusterTraffic;
  /** The PeerAuthentication that keeps auto mTLS from being offered. */
  readonly disabledBy?: PeerAuthentication;
}

const noTraffic: ClusterTraffic = { passthrough: false, proxyProtocol: false, path: '' };

export function clusterDecision(state: PolicyIndex, client: Client, cluster: ClusterOf): ClusterDecision {
  const effective = destinationRuleFor(state.rules, client, cluster.service);
  const traffic = effective === undefined ? noTraffic : trafficFor(effective.rule, cluster.port, cluster.subset);
  const found = { ...(effective === undefined ? {} : { rule: effective.rule }), traffic };
  if (traffic.tls !== undefined) return { ...found, sends: byRule(traffic.tls, client, effective?.rule) };
  if (cluster.external) return { ...found, sends: { kind: 'plain', why: 'external' } };
  if (!state.settings.enableAutoMtls) return { ...found, sends: { kind: 'plain', why: 'auto-off' } };
  const { mode, decidedBy } = state.peers.serviceModeIn(cluster.service.namespace);
  if (mode !== 'DISABLE') return { ...found, sends: { kind: 'auto' } };
  const disabled = { ...found, sends: { kind: 'plain', why: 'server-disabled' } } as const;
  return decidedBy === undefined ? disabled : { ...disabled, disabledBy: decidedBy };
}

function byRule(tls: ClientTls, client: Client, rule: DestinationRule | undefined): Sends {
  switch (tls.mode) {
    case 'DISABLE':
      return { kind: 'plain', why: 'rule' };
    case 'ISTIO_MUTUAL':
      return { kind: 'istio-mutual', tls };
    case 'SIMPLE':
    case 'MUTUAL': {
      // istiod drops credentials a sidecar may not be allowed to fetch, and with them the TLS.
      const privileged = tls.credentialName !== '' && !tls.credentialName.startsWith('configmap://');
      const dropped = privileged && !client.gateway && rule?.workloadSelector === undefined;
      const unusable =
        tls.mode === 'MUTUAL' && tls.credentialName === '' && (tls.clientCertificate === '' || tls.privateKey === '');
      return dropped || unusable ? { kind: 'plain', why: 'rule' } : { kind: 'own-tls', tls };
    }
  }
}

/** Whether two decisions make the same cluster. */
export function sameDecision(a: ClusterDecision, b: ClusterDecision): boolean {
  return JSON.stringify(essence(a)) === JSON.stringify(essence(b));
}

function essence({ sends, rule, traffic }: ClusterDecision): unknown {
  const { kind } = sends;
  const tls = kind === 'istio-mutual' || kind === 'own-tls' ? { ...sends.tls, path: '' } : undefined;
  const { passthrough, h2Upgrade, proxyProtocol } = traffic;
  return [kind, tls, rule && [rule.namespace, rule.name], passthrough, h2Upgrade, proxyProtocol];
}

/** A decision in words: what the cluster sends. */
export function describeSends(sends: Sends): string {
  switch (sends.kind) {
    case 'plain':
      return 'plaintext';
    case 'auto':
      return 'mutual TLS to endpoints marked tlsMode=istio';
    case 'istio-mutual':
      return 'mutual TLS always (ISTIO_MUTUAL)';
    case 'own-tls':
      return sends.tls.mode === 'MUTUAL' ? 'TLS with a certificate of its own (MUTUAL)' : 'one-way TLS (SIMPLE)';
  }
}
