/** The directory of one proxy whose facts are on a shelf: everything is looked up when it is asked for. */
import { itemsOf } from '../input/shelf/lazy-list.ts';
import type { EndpointGroup, Proxy, VirtualHost } from '../envoy/model.ts';
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

/** Endpoints, and the cluster that they are of. */
interface Listed {
  readonly clusterName: string;
  readonly group: EndpointGroup;
}

export function directoryOnShelf(proxy: Proxy): DirectoryPart {
  const { clusters, endpoints, routes } = proxy;
  const byListener = [...listenerAddresses(proxy)];

  /** The virtual hosts of services that go by a word. */
  const virtualHosts = (word: string): readonly VirtualHost[] =>
    routes.flatMap(({ virtualHosts: all }) => itemsOf(all, word) ?? all);
  /** Groups that go by a word: those that clusters bring with them come first. */
  const groups = (word: string): readonly Listed[] => [
    ...(itemsOf(clusters, word) ?? clusters).flatMap(({ name, loadAssignment }) =>
      loadAssignment === undefined ? [] : [{ clusterName: name, group: loadAssignment }],
    ),
    ...(itemsOf(endpoints, word) ?? endpoints).map((group) => ({ clusterName: group.clusterName, group })),
  ];
  /** Whether a cluster is there whose endpoints would be marked. */
  const shows = (clusterName: string): boolean => {
    const service = serviceIn(clusterName);
    const ofService = (itemsOf(clusters, service) ?? clusters).filter(({ name }) => serviceIn(name) === service);
    return ofService.some(({ name }) => name === clusterName) && !ofService.some(hides);
  };

  return {
    addressesOf: (host) => [
      ...virtualHosts(host).flatMap((each) => (hostNamed(each) === host ? serviceAddresses(each) : [])),
      ...byListener.flatMap((each) => (each.host === host ? [each.address] : [])),
    ],
    hostOf(address) {
      const named = virtualHosts(address).find(
        (each) => hostNamed(each) !== undefined && serviceAddresses(each).includes(address),
      );
      return named === undefined ? byListener.find((each) => each.address === address)?.host : hostNamed(named);
    },
    betterEndpoints: (host, port, before) =>
      groups(host)
        .filter(({ clusterName }) => isOf(clusterName, { host, port }))
        .reduce<EndpointGroup | undefined>((known, { group }) => better(known, group), before),
    markOf(ip) {
      let mark: EndpointMark | undefined;
      for (const { clusterName, group } of groups(ip)) {
        const name = parseClusterName(clusterName);
        if (name?.direction !== 'outbound') continue;
        for (const endpoint of group.endpoints) {
          if (ipOf(endpoint) !== ip) continue;
          mark = strongerMark(mark, markOn(endpoint, group, isKubernetesApi(name.host) || shows(clusterName)));
        }
      }
      return mark;
    },
    *listed() {
      for (const { name, loadAssignment } of clusters)
        if (loadAssignment !== undefined) yield* addressesOf({ clusterName: name, group: loadAssignment });
      for (const group of endpoints) yield* addressesOf({ clusterName: group.clusterName, group });
    },
    portsOf: (host) =>
      (itemsOf(clusters, host) ?? clusters).flatMap(({ name: written }) => {
        const name = parseClusterName(written);
        return name?.direction === 'outbound' && name.host === host ? [name.port] : [];
      }),
    *ports() {
      for (const { name: written } of clusters) {
        const name = parseClusterName(written);
        if (name?.direction === 'outbound') yield { host: name.host, port: name.port };
      }
    },
    listing: (ip) =>
      groups(ip).flatMap(({ clusterName, group }) => {
        const name = parseClusterName(clusterName);
        const lists = name?.direction === 'outbound' && group.endpoints.some((endpoint) => ipOf(endpoint) === ip);
        return lists ? [{ host: name.host, port: name.port }] : [];
      }),
  };
}

/** Whether a cluster is a service port's as a whole. */
function isOf(clusterName: string, { host, port }: ServicePort): boolean {
  const name = parseClusterName(clusterName);
  return name?.direction === 'outbound' && name.subset === '' && name.host === host && name.port === port;
}

function addressesOf({ clusterName, group }: Listed): readonly string[] {
  if (parseClusterName(clusterName)?.direction !== 'outbound') return [];
  return group.endpoints.flatMap((endpoint) => ipOf(endpoint) ?? []);
}
