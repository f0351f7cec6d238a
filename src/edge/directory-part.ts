/** What some of the proxies know of services: a part of the directory of all of them. */
import type { Cluster, Endpoint, EndpointGroup, Proxy } from '../envoy/model.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import { parseClusterName } from '../istio/cluster-name.ts';

/** A service port as some proxy's clusters name it. */
export interface ServicePort {
  readonly host: string;
  readonly port: number;
}

/**
 * `proxied` and `bare`: marked tlsMode=istio (or for HBONE) somewhere, or nowhere although it would be.
 * `hidden`: only clusters whose DestinationRule makes istiod leave the mark out, or that were not read.
 * `unknown`: not listed, or without metadata.
 */
export type EndpointMark = 'proxied' | 'bare' | 'hidden' | 'unknown';

export interface DirectoryPart {
  addressesOf(host: string): readonly string[];
  hostOf(address: string): string | undefined;
  /** The endpoints of a service port, or those that are known from the parts before, where they are better. */
  betterEndpoints(host: string, port: number, known: EndpointGroup | undefined): EndpointGroup | undefined;
  /** Undefined for what is no endpoint. */
  markOf(ip: string): EndpointMark | undefined;
  listed(): Iterable<string>;
  /** The ports of a host's clusters, in any order. */
  portsOf(host: string): readonly number[];
  /** In any order, and perhaps several times. */
  ports(): Iterable<ServicePort>;
  /** Service ports that may list this address among their endpoints. */
  listing(ip: string): readonly ServicePort[];
}

/** The first one that has metadata and endpoints counts. */
export function better(known: EndpointGroup | undefined, group: EndpointGroup): EndpointGroup {
  const tellsMore = known === undefined || (!known.metadataKnown && group.metadataKnown);
  return tellsMore || (known.endpoints.length === 0 && group.endpoints.length > 0) ? group : known;
}

/** From the least to the most telling. */
const telling: readonly EndpointMark[] = ['unknown', 'hidden', 'bare', 'proxied'];

/** A mark seen once counts, whoever else does not see it. */
export function strongerMark(one: EndpointMark | undefined, other: EndpointMark | undefined): EndpointMark | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return telling.indexOf(other) > telling.indexOf(one) ? other : one;
}

/** What an endpoint of a group says; `shows` where the group's cluster would have it marked. */
export function markOn(
  { socketMatchMetadata }: Endpoint,
  { metadataKnown }: EndpointGroup,
  shows: boolean,
): EndpointMark {
  if (socketMatchMetadata?.['tlsMode'] === 'istio' || socketMatchMetadata?.['tunnel'] !== undefined) return 'proxied';
  if (!metadataKnown) return 'unknown';
  return shows ? 'bare' : 'hidden';
}

/**
 * istiod leaves the mark out where a DestinationRule sets another TLS mode (pilot `mtls_checker.go`), so an unmarked
 * endpoint of such a host may well have a proxy, whatever another port's settings say, and so may one of a cluster
 * that was not read. A version that still waits counts too.
 */
export function hides({ istio, transportSocketMatches }: Cluster): boolean {
  return istio.config !== undefined && transportSocketMatches.length === 0;
}

/** The API server stands outside of every mesh: no sidecar is injected there. */
export function isKubernetesApi(host: string): boolean {
  return host.startsWith('kubernetes.default.svc');
}

/** A listener on a service's own address leads to that service's cluster (TCP and auto-detected ports). */
export function* listenerAddresses(proxy: Proxy): Generator<{ readonly host: string; readonly address: string }> {
  for (const listener of proxy.listeners) {
    if (listener.direction === 'inbound') continue;
    const own = listener.addresses.filter((address) => address.kind === 'ip' && !isUnspecified(address.ip));
    if (own.length === 0) continue;
    for (const chain of listener.filterChains) {
      for (const filter of chain.filters) {
        if (filter.kind !== 'tcp') continue;
        const clusters = [filter.tcp.cluster, ...filter.tcp.weightedClusters.map((weighted) => weighted.name)];
        for (const cluster of clusters) {
          const name = cluster === undefined ? undefined : parseClusterName(cluster);
          if (name?.direction !== 'outbound') continue;
          // A headless service: the address is a pod's.
          if (cluster !== undefined && indexOf(proxy).cluster(cluster)?.type === 'ORIGINAL_DST') continue;
          for (const address of own) if (address.kind === 'ip') yield { host: name.host, address: address.ip };
        }
      }
    }
  }
}

function isUnspecified(ip: string): boolean {
  return ip === '0.0.0.0' || ip === '::';
}
