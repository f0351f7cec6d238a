/** What captured clusters say of the services behind them, needed to write them anew. */
import type { Cluster, Proxy, UpstreamTls } from '../envoy/model.ts';
import { parseClusterName, type OutboundName } from '../istio/cluster-name.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { clusterDecision, type Client, type ClusterOf } from './cluster-decision.ts';
import { defaultContext, meshAlpn, meshContext, meshTrustDomain, sansOf } from './upstream-context.ts';
import { endpointIp, type Workloads } from './workloads.ts';

/** A proxy in its role as a client. */
export function clientOf({ node }: Proxy): Client {
  return { namespace: node.namespace, labels: node.labels, gateway: node.kind === 'router' };
}

/** Clusters towards services that a policy can change; those of `sni-dnat` never add TLS. */
export function serviceCluster(cluster: Cluster): OutboundName | undefined {
  const name = parseClusterName(cluster.name);
  return name?.direction === 'outbound' && !name.sniDnat ? name : undefined;
}

/** The namespace of a service: as its cluster's metadata says, else by the form of its host name. */
export function namespaceOf(host: string, cluster: Cluster | undefined): string {
  const services = cluster?.istio.services ?? [];
  const named = services.find((service) => service.host === host) ?? services[0];
  if (named !== undefined) return named.namespace;
  const [, namespace = '', svc] = host.split('.');
  return svc === 'svc' ? namespace : '';
}

/**
 * What is translated for: a cluster's service and port. A cluster without TLS where its policies
 * offer auto mTLS belongs to a service outside of the mesh.
 */
export function clusterOf(proxy: Proxy, cluster: Cluster, before: PolicyIndex): ClusterOf | undefined {
  const name = serviceCluster(cluster);
  if (name === undefined) return undefined;
  const { host, port, subset } = name;
  const service = { host, namespace: namespaceOf(host, cluster) };
  const passthrough = cluster.type === 'ORIGINAL_DST';
  const plain = cluster.transportSocket === undefined && cluster.transportSocketMatches.length === 0;
  const of: ClusterOf = { service, port, subset, external: false, passthrough };
  const expected = clusterDecision(before, clientOf(proxy), of);
  const external = cluster.istio.external ?? (plain && !passthrough && expected.sends.kind === 'auto');
  const ownPassthrough = passthrough && !expected.traffic.passthrough;
  return { ...of, external, passthrough: ownPassthrough };
}

/** What is known of a mesh's services across its proxies. */
export interface ServiceFacts {
  /** SANs istiod gives to a client's clusters of a service's port where no rule names others. */
  readonly sans: (host: string, port: number, client: Proxy) => readonly string[];
  /** A mesh context some other proxy has for the service's port, or for any. */
  readonly template: (host: string, port: number) => UpstreamTls;
  /** A proxy that knows the service. */
  readonly clientsOf: (host: string) => readonly Proxy[];
}

export function serviceFacts(proxies: readonly Proxy[], before: PolicyIndex, workloads: Workloads): ServiceFacts {
  const sans = new Map<string, readonly string[]>();
  const templates = new Map<string, UpstreamTls>();
  const clients = new Map<string, Set<Proxy>>();
  for (const proxy of proxies) {
    for (const cluster of proxy.clusters) {
      const name = serviceCluster(cluster);
      if (name === undefined) continue;
      clients.set(name.host, (clients.get(name.host) ?? new Set()).add(proxy));
      const context = meshContext(cluster);
      const of = context && clusterOf(proxy, cluster, before);
      if (context === undefined || of === undefined) continue;
      const key = `${name.host}:${name.port}`;
      const { sends } = clusterDecision(before, clientOf(proxy), of);
      const ruleNamesSans = sends.kind === 'istio-mutual' && sends.tls.subjectAltNames !== undefined;
      if (ruleNamesSans) continue;
      templates.set(key, context);
      const exact = context.validation?.sans.map(({ matcher }) => matcher.value) ?? [];
      if (!sans.has(key)) sans.set(key, exact);
    }
  }
  const [anyTemplate = { ...defaultContext, alpn: meshAlpn(proxies) }] = templates.values();
  const trustDomains = [meshTrustDomain(proxies), ...before.settings.trustDomainAliases];
  return {
    sans: (host, port, client) =>
      sans.get(`${host}:${port}`) ?? computedSans([...proxies, client], host, port, workloads, trustDomains),
    template: (host, port) => templates.get(`${host}:${port}`) ?? anyTemplate,
    clientsOf: (host) => [...(clients.get(host) ?? [])],
  };
}

/** From the service accounts of the endpoints; none, so that any will do, where a marked one's is not known. */
function computedSans(
  proxies: readonly Proxy[],
  host: string,
  port: number,
  workloads: Workloads,
  trustDomains: readonly string[],
): readonly string[] {
  const wanted = `outbound|${port}||${host}`;
  const group = proxies.flatMap(({ endpoints }) => endpoints).find(({ clusterName }) => clusterName === wanted);
  const members = (group?.endpoints ?? []).flatMap((endpoint) => workloads.at(endpointIp(endpoint) ?? '', host) ?? []);
  if (members.some((each) => each.marked && each.serviceAccount === '')) return [];
  return sansOf(
    members.filter((each) => each.serviceAccount !== ''),
    trustDomains,
  );
}
