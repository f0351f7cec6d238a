/** A service's clusters, virtual hosts and listeners taken out of a client, or taken over from another one. */
import type { Cluster, FilterChain, Listener, Proxy, RouteConfiguration, VirtualHost } from '../envoy/model.ts';
import { clustersOfChain } from '../istio/chain-cluster.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { serviceCluster } from './service-facts.ts';
import { defaultRoute, portOf, serviceOf } from './sidecar-routes.ts';

/** One port of a service. */
export interface ServicePort {
  readonly host: string;
  readonly port: number;
}

export function portKey({ host, port }: ServicePort): string {
  return `${host}:${port}`;
}

/** The ports of services that a client has clusters for. */
export function knownPorts(proxy: Proxy): readonly ServicePort[] {
  return proxy.clusters.flatMap((cluster) => {
    const name = serviceCluster(cluster);
    return name === undefined || name.subset !== '' ? [] : [{ host: name.host, port: name.port }];
  });
}

/**
 * The proxy without these ports of services: what is dialled there goes the way of the unknown.
 * `keepClusters` stay as destinations of other services' routes.
 */
export function withoutServices(proxy: Proxy, gone: ReadonlySet<string>, keepClusters: ReadonlySet<string>): Proxy {
  const dropped = (clusterName: string): boolean => {
    const name = parseClusterName(clusterName);
    return name?.direction === 'outbound' && gone.has(portKey(name)) && !keepClusters.has(portKey(name));
  };
  const routes = proxy.routes.map((config) => ({
    ...config,
    virtualHosts: config.virtualHosts.filter((host) => !isGone(host, config, gone)),
  }));
  const touched = new Set(
    proxy.routes.filter((config, at) => config.virtualHosts.length !== routes[at]?.virtualHosts.length),
  );
  const empty = new Set(
    [...touched]
      .map(({ name }) => name)
      .filter((name) => routes.every((each) => each.name !== name || !servesAny(each))),
  );
  return {
    ...proxy,
    clusters: proxy.clusters.filter(({ name }) => !dropped(name)),
    endpoints: proxy.endpoints.filter(({ clusterName }) => !dropped(clusterName)),
    routes: routes.filter(({ name }) => !empty.has(name)),
    listeners: proxy.listeners.flatMap((listener) => withoutChainsTo(listener, gone, empty)),
  };
}

function isGone(host: VirtualHost, config: RouteConfiguration, gone: ReadonlySet<string>): boolean {
  const port = portOf(config);
  return port !== undefined && serviceOf(host, port) !== undefined && gone.has(host.name);
}

function servesAny(config: RouteConfiguration): boolean {
  const port = portOf(config) ?? 0;
  return config.virtualHosts.some((host) => serviceOf(host, port) !== undefined);
}

/** None when nothing is left for the listener to lead to. */
function withoutChainsTo(
  listener: Listener,
  gone: ReadonlySet<string>,
  emptyRoutes: ReadonlySet<string>,
): readonly Listener[] {
  if (listener.direction === 'inbound') return [listener];
  const left = listener.filterChains.filter((chain) => !leadsOnlyTo(chain, gone, emptyRoutes));
  if (left.length === listener.filterChains.length) return [listener];
  return left.length === 0 ? [] : [{ ...listener, filterChains: left }];
}

function leadsOnlyTo(chain: FilterChain, gone: ReadonlySet<string>, emptyRoutes: ReadonlySet<string>): boolean {
  const byRoute = chain.filters.some(
    ({ kind, ...rest }) => kind === 'http' && 'http' in rest && emptyRoutes.has(rest.http.routeConfigName ?? ''),
  );
  const names = clustersOfChain(chain).map(parseClusterName);
  const services = names.filter((name) => name?.direction === 'outbound');
  return (
    byRoute ||
    (services.length > 0 && services.length === names.length && services.every((name) => gone.has(portKey(name))))
  );
}

/**
 * The proxy with ports of services as `donor` knows them, TLS and marks still the donor's. Short
 * names mean a service of the client's own namespace only.
 */
export function withServicesOf(proxy: Proxy, donor: Proxy, ports: readonly ServicePort[]): Proxy {
  const wanted = new Set(ports.map(portKey));
  const isWanted = (clusterName: string): boolean => {
    const name = parseClusterName(clusterName);
    return name?.direction === 'outbound' && !name.sniDnat && name.subset === '' && wanted.has(portKey(name));
  };
  const clusters: readonly Cluster[] = donor.clusters.filter(({ name }) => isWanted(name));
  const groups = donor.endpoints.filter(({ clusterName }) => isWanted(clusterName));
  const withRoutes = donor.routes.reduce((each, config) => withHostsOf(each, donor, config, wanted), proxy);
  const listeners = donor.listeners.filter(
    (listener) =>
      listener.direction !== 'inbound' &&
      withRoutes.listeners.every(({ name }) => name !== listener.name) &&
      listener.filterChains.some((chain) => clustersOfChain(chain).some(isWanted)),
  );
  return {
    ...withRoutes,
    clusters: [...proxy.clusters, ...clusters],
    endpoints: [...proxy.endpoints, ...groups],
    listeners: [...withRoutes.listeners, ...listeners],
  };
}

function withHostsOf(proxy: Proxy, donor: Proxy, config: RouteConfiguration, wanted: ReadonlySet<string>): Proxy {
  const port = portOf(config);
  if (port === undefined) return proxy;
  const foreign = donor.node.namespace !== proxy.node.namespace;
  const taken = config.virtualHosts.flatMap((each) => {
    const host = serviceOf(each, port);
    if (host === undefined || !wanted.has(portKey({ host, port }))) return [];
    const known = each.domains.filter((domain) => !foreign || domain.includes('.'));
    const domains = [...new Set([...known, ...shortNames(host, proxy.node.namespace)])];
    return [{ ...each, domains, routes: [defaultRoute(donor, host, port)] }];
  });
  if (taken.length === 0) return proxy;
  if (proxy.routes.some(({ name }) => name === config.name)) {
    const merge = (own: RouteConfiguration): RouteConfiguration =>
      own.name === config.name ? { ...own, virtualHosts: [...taken, ...own.virtualHosts] } : own;
    return { ...proxy, routes: proxy.routes.map(merge) };
  }
  const others = config.virtualHosts.filter((each) => serviceOf(each, port) === undefined);
  const serving = donor.listeners.filter(
    (listener) =>
      proxy.listeners.every(({ name }) => name !== listener.name) &&
      listener.filterChains.some((chain) =>
        chain.filters.some((filter) => filter.kind === 'http' && filter.http.routeConfigName === config.name),
      ),
  );
  return {
    ...proxy,
    routes: [...proxy.routes, { ...config, virtualHosts: [...taken, ...others] }],
    listeners: [...proxy.listeners, ...serving],
  };
}

/** `web`, `web.demo`, `web.demo.svc`, as far as they mean the same to this client. */
export function shortNames(host: string, namespace: string): readonly string[] {
  const [name = '', own = '', svc, ...domain] = host.split('.');
  if (svc !== 'svc' || domain.length === 0) return [];
  const shared = [`${name}.${own}.svc`, `${name}.${own}`];
  return own === namespace ? [name, ...shared] : shared;
}
