/** The directory of proxies whose facts are in memory, made in one pass over them. */
import type { EndpointGroup, Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import {
  better,
  hides,
  isKubernetesApi,
  listenerAddresses,
  markOn,
  strongerMark,
  type DirectoryPart,
  type EndpointMark,
  type ServicePort,
} from './directory-part.ts';
import { hostNamed, ipOf, serviceAddresses, serviceIn } from './shelf-words.ts';

export function directoryInMemory(proxies: readonly Proxy[]): DirectoryPart {
  const addresses = new Map<string, Set<string>>();
  const hosts = new Map<string, string>();
  const groups = new Map<string, EndpointGroup>();
  const marks = new Map<string, EndpointMark>();
  const ports = new Map<string, ServicePort>();

  const addAddress = (host: string, address: string): void => {
    const set = addresses.get(host) ?? new Set<string>();
    addresses.set(host, set.add(address));
    if (!hosts.has(address)) hosts.set(address, host);
  };
  const addGroup = (clusterName: string, group: EndpointGroup, showing: ReadonlySet<string>): void => {
    const name = parseClusterName(clusterName);
    if (name?.direction !== 'outbound') return;
    const shows = isKubernetesApi(name.host) || showing.has(clusterName);
    for (const endpoint of group.endpoints) {
      const ip = ipOf(endpoint);
      if (ip === undefined) continue;
      const mark = strongerMark(marks.get(ip), markOn(endpoint, group, shows));
      if (mark !== undefined) marks.set(ip, mark);
    }
    const key = `${name.host}:${name.port}`;
    if (name.subset === '') groups.set(key, better(groups.get(key), group));
  };

  for (const proxy of proxies) {
    for (const { virtualHosts } of proxy.routes) {
      for (const virtualHost of virtualHosts) {
        const host = hostNamed(virtualHost);
        if (host !== undefined) for (const address of serviceAddresses(virtualHost)) addAddress(host, address);
      }
    }
    for (const { host, address } of listenerAddresses(proxy)) addAddress(host, address);
    const showing = clustersThatShowMarks(proxy);
    for (const cluster of proxy.clusters) {
      const name = parseClusterName(cluster.name);
      if (name?.direction !== 'outbound') continue;
      ports.set(`${name.host}:${name.port}`, { host: name.host, port: name.port });
      if (cluster.loadAssignment !== undefined) addGroup(cluster.name, cluster.loadAssignment, showing);
    }
    for (const group of proxy.endpoints) addGroup(group.clusterName, group, showing);
  }

  let byHost: ReadonlyMap<string, readonly number[]> | undefined;
  let listing: ReadonlyMap<string, readonly ServicePort[]> | undefined;
  return {
    addressesOf: (host) => [...(addresses.get(host) ?? [])],
    hostOf: (address) => hosts.get(address),
    betterEndpoints: (host, port, before) => {
      const group = groups.get(`${host}:${port}`);
      return group === undefined ? before : better(before, group);
    },
    markOf: (ip) => marks.get(ip),
    listed: () => marks.keys(),
    portsOf(host) {
      byHost ??= portsByHost(ports.values());
      return byHost.get(host) ?? [];
    },
    ports: () => ports.values(),
    listing(ip) {
      listing ??= listingByAddress(ports.values(), groups);
      return listing.get(ip) ?? [];
    },
  };
}

function clustersThatShowMarks(proxy: Proxy): ReadonlySet<string> {
  const hiding = new Set(proxy.clusters.filter(hides).map(({ name }) => serviceIn(name)));
  return new Set(proxy.clusters.map(({ name }) => name).filter((name) => !hiding.has(serviceIn(name))));
}

function portsByHost(ports: Iterable<ServicePort>): ReadonlyMap<string, readonly number[]> {
  const byHost = new Map<string, number[]>();
  for (const { host, port } of ports) {
    const known = byHost.get(host);
    if (known === undefined) byHost.set(host, [port]);
    else known.push(port);
  }
  return byHost;
}

function listingByAddress(
  ports: Iterable<ServicePort>,
  groups: ReadonlyMap<string, EndpointGroup>,
): ReadonlyMap<string, readonly ServicePort[]> {
  const byAddress = new Map<string, ServicePort[]>();
  for (const service of ports) {
    for (const endpoint of groups.get(`${service.host}:${service.port}`)?.endpoints ?? []) {
      const ip = ipOf(endpoint);
      const known = ip === undefined ? undefined : byAddress.get(ip);
      if (known !== undefined) known.push(service);
      else if (ip !== undefined) byAddress.set(ip, [service]);
    }
  }
  return byAddress;
}
