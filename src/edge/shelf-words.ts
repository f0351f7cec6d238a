/** By which words edges ask for the clusters, endpoints and virtual hosts of a large dump. */
import { envoyWords, manyFactsOf, type ManyFacts } from '../envoy/shelf-words.ts';
import type { Cluster, Endpoint, EndpointGroup, VirtualHost } from '../envoy/model.ts';
import { parseIp } from '../envoy/ip.ts';
import type { Told } from '../input/recall/recall.ts';
import type { Label } from '../input/shelf/board.ts';
import { parseClusterName } from '../istio/cluster-name.ts';

/** Leads to the clusters in front of a proxy's own application. */
export const inboundWord = ' inbound';

/** How a resource is found again; undefined for one of which there are few. */
export function shelfLabel(resource: Told): Label | undefined {
  const many = manyFactsOf(resource);
  if (many === undefined) return undefined;
  const name = nameOf(many);
  const words = [...envoyWords(many), ...edgeWords(many)];
  // What is in force under a name is one thing, be it static or not (`envoy/merge-fragments.ts`).
  const state = resource.state === 'static' ? 'active' : resource.state;
  return name === '' ? { words } : { name: `${state} ${name}`, words };
}

/** The name that no other of its kind has; empty where it need not have one. */
function nameOf({ kind, facts }: ManyFacts): string {
  switch (kind) {
    case 'cluster':
      return facts.name;
    case 'endpoints':
      return facts.clusterName;
    case 'virtual-host':
      return '';
  }
}

function edgeWords({ kind, facts }: ManyFacts): readonly string[] {
  switch (kind) {
    case 'cluster': {
      const { name, istio, loadAssignment } = facts;
      return [
        serviceIn(name),
        hostAtEnd(name),
        ...inboundWords(facts),
        ...(istio.config === undefined ? [] : [istio.config]),
        ...(loadAssignment === undefined ? [] : addressesIn(loadAssignment)),
      ];
    }
    case 'endpoints':
      return [serviceIn(facts.clusterName), ...addressesIn(facts)];
    case 'virtual-host': {
      const host = hostNamed(facts);
      return host === undefined ? [] : [host, ...serviceAddresses(facts)];
    }
  }
}

/** The services that the application behind an inbound cluster serves. */
function inboundWords({ name: written, istio }: Cluster): readonly string[] {
  const name = parseClusterName(written);
  return name?.direction === 'inbound' ? [inboundWord, name.host, ...istio.services.map(({ host }) => host)] : [];
}

/** The service that a cluster leads to; the cluster's name where it leads to none. */
export function serviceIn(clusterName: string): string {
  const name = parseClusterName(clusterName);
  return name?.direction === 'outbound' ? name.host : clusterName;
}

/** What stands behind the last `||` of a cluster's name. */
function hostAtEnd(clusterName: string): string {
  return clusterName.slice(clusterName.lastIndexOf('||') + 2);
}

/** An endpoint's address, or the one behind an internal listener. */
export function ipOf({ address, originalDst }: Endpoint): string | undefined {
  return address.kind === 'ip' ? address.ip : originalDst?.ip;
}

function addressesIn({ endpoints }: EndpointGroup): readonly string[] {
  return endpoints.flatMap((endpoint) => ipOf(endpoint) ?? []);
}

/** Istio names a virtual host `HOST:PORT` after its service. */
export function hostNamed({ name }: VirtualHost): string | undefined {
  const host = /^(.+):\d+$/u.exec(name)?.[1];
  return host === undefined || host.startsWith('inbound|') ? undefined : host;
}

/** A service's addresses stand among the domains of its virtual host. */
export function serviceAddresses({ domains }: VirtualHost): readonly string[] {
  const addresses = domains.map((domain) =>
    domain.replace(/^\[(.*)\](?::\d+)?$/u, '$1').replace(/^([\d.]+):\d+$/u, '$1'),
  );
  return addresses.filter((address) => parseIp(address) !== undefined);
}
