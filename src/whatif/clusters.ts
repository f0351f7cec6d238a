/** DestinationRules, auto mTLS and PeerAuthentication translated to a client's clusters. */
import type { Cluster, Proxy, TransportSocket, TransportSocketMatch } from '../envoy/model.ts';
import type { Place } from '../evidence.ts';
import {
  clusterDecision,
  describeSends,
  sameDecision,
  type ClusterDecision,
  type ClusterOf,
} from './cluster-decision.ts';
import type { PolicyRef } from './model.ts';
import { sentToAll } from './passed-through.ts';
import { clientOf, clusterOf } from './service-facts.ts';
import type { Translation } from './translation.ts';
import { istioMutual, meshContext, ownTls } from './upstream-context.ts';

/**
 * The proxy with every cluster sending what its policies say. Clusters it was captured with and
 * whose policies stay are kept.
 */
export function withClusterPolicies(proxy: Proxy, captured: Proxy, translation: Translation): Proxy {
  const client = clientOf(proxy);
  const known = new Set(captured.clusters.map(({ name }) => name));
  const clusters = proxy.clusters.map((cluster) => {
    const of = clusterOf(proxy, cluster, translation.before);
    if (of === undefined) return cluster;
    if (!known.has(cluster.name)) {
      return rebuilt(proxy, cluster, of, clusterDecision(translation.after, client, of), translation);
    }
    const before = clusterDecision(translation.before, client, of);
    const after = clusterDecision(translation.after, client, of);
    if (sameDecision(before, after)) return cluster;
    noteChange(proxy, cluster, before, after, translation);
    return rebuilt(proxy, cluster, of, after, translation);
  });
  return { ...proxy, clusters };
}

function noteChange(
  proxy: Proxy,
  cluster: Cluster,
  before: ClusterDecision,
  after: ClusterDecision,
  { log }: Translation,
): void {
  const [was, is] = [describeSends(before.sends), describeSends(after.sends)];
  const spot = { kind: 'cluster', cluster: cluster.name } as const;
  const text = was === is ? `it still sends ${is}, by another rule` : `it sends ${is}, not ${was} any more`;
  log.change(proxy, spot, text, [decidedBy(after) ?? decidedBy(before)]);
}

/** The resource that makes a cluster send what it sends. */
export function decidedBy({ rule, traffic, sends, disabledBy }: ClusterDecision): PolicyRef | undefined {
  if (sends.kind === 'plain' && sends.why === 'server-disabled') return disabledBy;
  return rule !== undefined && (traffic.tls !== undefined || traffic.portDropsTls !== undefined) ? rule : undefined;
}

/** `cluster` as istiod would write it for `decision`. What policies do not touch stays as it was captured. */
export function rebuilt(
  proxy: Proxy,
  cluster: Cluster,
  of: ClusterOf,
  decision: ClusterDecision,
  translation: Translation,
): Cluster {
  const { rule, traffic } = decision;
  const { transportSocket: _old, ...rest } = cluster;
  const passthrough = of.passthrough || traffic.passthrough;
  const sends = sentToAll(of, decision, translation);
  const upstreamHttp = traffic.h2Upgrade === true && cluster.upstreamHttp === 'http1' ? 'http2' : cluster.upstreamHttp;
  const ownTlsRule = sends.kind === 'own-tls' ? sends.tls : undefined;
  const autoSni = ownTlsRule?.sni === '';
  const autoSan = autoSni && ownTlsRule.subjectAltNames === undefined && !ownTlsRule.insecureSkipVerify;
  const { config: _config, alpnOverride: _override, ...istio } = cluster.istio;
  const place: Place = decision.traffic.tls === undefined || rule === undefined ? cluster.place : rule.place;
  return {
    ...rest,
    place,
    type: passthrough ? 'ORIGINAL_DST' : cluster.type === 'ORIGINAL_DST' ? 'EDS' : cluster.type,
    upstreamHttp,
    autoSni,
    autoSanValidation: autoSan,
    ...sockets(proxy, { ...cluster, upstreamHttp }, of, { ...decision, sends }, passthrough, translation),
    istio: {
      ...istio,
      ...(rule === undefined ? {} : { config: rulePath(rule) }),
      ...(ownTlsRule === undefined ? {} : { alpnOverride: 'false' }),
    },
  };
}

function rulePath({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `/apis/networking.istio.io/v1/namespaces/${namespace}/destination-rule/${name}`;
}

const raw: TransportSocket = { kind: 'raw' };
const disabled: TransportSocketMatch = { name: 'tlsMode-disabled', match: {}, transportSocket: raw };

function sockets(
  proxy: Proxy,
  cluster: Cluster,
  of: ClusterOf,
  decision: ClusterDecision,
  passthrough: boolean,
  translation: Translation,
): Pick<Cluster, 'transportSocketMatches' | 'transportSocket'> {
  const { sends, traffic } = decision;
  const own = ownSocket(proxy, cluster, of, decision, translation);
  const wrap = (inner: TransportSocket): TransportSocket =>
    traffic.proxyProtocol ? { kind: 'proxy-protocol', inner } : inner;
  const socket = own === undefined && !traffic.proxyProtocol ? undefined : wrap(own ?? raw);
  const hbone = hboneMatch(proxy);
  const matches: TransportSocketMatch[] = [];
  if (hbone !== undefined) matches.push(hbone);
  if (sends.kind === 'auto' && !passthrough && socket !== undefined) {
    matches.push(
      { name: 'tlsMode-istio', match: { tlsMode: 'istio' }, transportSocket: socket },
      { ...disabled, transportSocket: wrap(raw) },
    );
    return { transportSocketMatches: matches };
  }
  if (hbone !== undefined && !passthrough) {
    const name = sends.kind === 'own-tls' ? 'user' : 'tlsMode-istio';
    matches.push(socket === undefined ? disabled : { name, match: {}, transportSocket: socket });
    return { transportSocketMatches: matches };
  }
  return { transportSocketMatches: [], ...(socket === undefined ? {} : { transportSocket: socket }) };
}

/** Proxies that speak HBONE offer it first on every cluster; all of them the same way. */
function hboneMatch({ clusters }: Proxy): TransportSocketMatch | undefined {
  return clusters
    .flatMap(({ transportSocketMatches }) => transportSocketMatches)
    .find(({ match, transportSocket }) => match['tunnel'] === 'http' && transportSocket.kind === 'internal-upstream');
}

function ownSocket(
  proxy: Proxy,
  cluster: Cluster,
  of: ClusterOf,
  { sends, traffic }: ClusterDecision,
  { services }: Translation,
): TransportSocket | undefined {
  const http2 = cluster.upstreamHttp === 'http2';
  const { host } = of.service;
  const path = traffic.tls?.path ?? '/transport_socket_matches/0';
  switch (sends.kind) {
    case 'plain':
      return undefined;
    case 'own-tls': {
      // The identities of a ServiceEntry's endpoints are asked for as well, those of a Service's are not.
      const sans = isServiceEntry(cluster, host) ? services.sans(host, of.port, proxy) : [];
      return { kind: 'tls', tls: ownTls(sends.tls, sans, http2), path };
    }
    case 'auto':
    case 'istio-mutual': {
      const rule = sends.kind === 'istio-mutual' ? sends.tls : undefined;
      const templates = [meshContext(cluster), anyMeshContext(proxy), services.template(host, of.port)];
      const tls = istioMutual(cluster.name, rule, services.sans(host, of.port, proxy), templates, http2);
      return { kind: 'tls', tls, path };
    }
  }
}

/** istiod names a ServiceEntry's service by its host, a Service by its short name. */
function isServiceEntry({ istio }: Cluster, host: string): boolean {
  return istio.services.some((service) => service.name === host);
}

function anyMeshContext({ clusters }: Proxy): ReturnType<typeof meshContext> {
  return clusters.map(meshContext).find((context) => context !== undefined);
}
