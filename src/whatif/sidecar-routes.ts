/** VirtualServices translated to a sidecar's HTTP routes. */
import type { Proxy, Route, RouteConfiguration, VirtualHost } from '../envoy/model.ts';
import { isWildcard, isWithin } from '../policy/host-names.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import type { VirtualService } from '../policy/virtual-service.ts';
import { httpRoutes, type RouteContext } from './http-routes.ts';
import type { Translation } from './translation.ts';
import { unreadOwner } from './unread-virtual-services.ts';
import { VirtualServicesByHost } from './virtual-services-by-host.ts';
import { virtualServicesFor } from './visible-virtual-services.ts';

/** The proxy with its virtual hosts routed as the VirtualServices have it; hosts whose routes stay are kept. */
export function withSidecarRoutes(proxy: Proxy, translation: Translation): Proxy {
  const { before, after } = translation;
  const [old, fresh] = [before, after].map((state) => virtualServicesFor(state, proxy, 'mesh'));
  if (old === undefined || fresh === undefined) return proxy;
  if (old.length === 0 && fresh.length === 0 && translation.deletions.length === 0) return proxy;
  const rerouting: Rerouting = {
    proxy,
    translation,
    old: new VirtualServicesByHost(old),
    fresh: new VirtualServicesByHost(fresh),
    served: new Set(proxy.clusters.map(({ name }) => name)),
    retries: usualRetries(proxy, translation.proxies),
  };
  const routes = proxy.routes.map((config) => {
    const port = portOf(config);
    if (port === undefined) return config;
    const hosts = config.virtualHosts.map((host) => rerouted(rerouting, host, port));
    return port === 80 && !config.name.includes(':')
      ? { ...config, virtualHosts: withHostsOfNoService(rerouting, hosts, old, fresh) }
      : { ...config, virtualHosts: hosts };
  });
  return { ...proxy, routes };
}

/** A proxy whose routes are written anew. */
interface Rerouting {
  readonly proxy: Proxy;
  readonly translation: Translation;
  readonly old: VirtualServicesByHost;
  readonly fresh: VirtualServicesByHost;
  /** Names of its clusters. */
  readonly served: ReadonlySet<string>;
  readonly retries: UsualRetries;
}

/** `80`, or `HOST:80` where the protocol is detected. */
export function portOf({ name }: RouteConfiguration): number | undefined {
  const match = /^(?:.*:)?(\d{1,5})$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** The service a virtual host is for: istiod names it `HOST:PORT`. */
export function serviceOf({ name }: VirtualHost, port: number): string | undefined {
  const end = `:${port}`;
  return name.endsWith(end) ? name.slice(0, -end.length) : undefined;
}

function rerouted(rerouting: Rerouting, virtualHost: VirtualHost, port: number): VirtualHost {
  const { proxy, translation, old, fresh } = rerouting;
  const host = serviceOf(virtualHost, port);
  if (host === undefined || !isServed(rerouting, host, port)) return virtualHost;
  const was = chosen(old.routingTo(host), contextOf(rerouting, port, translation.before));
  const is = chosen(fresh.routingTo(host), contextOf(rerouting, port, translation.after));
  const unread = unreadOwner(virtualHost, translation);
  if (unread === 'stays') return virtualHost;
  if (unread === undefined && JSON.stringify(was?.routes) === JSON.stringify(is?.routes)) return virtualHost;
  const text = is === undefined ? `${host}:${port} has its default route` : `${host}:${port} is routed anew`;
  translation.log.change(proxy, { kind: 'outbound', port, host }, text, [is?.virtualService ?? was?.virtualService]);
  return { ...virtualHost, routes: is?.routes ?? [defaultRoute(proxy, host, port)] };
}

interface Chosen {
  readonly virtualService: VirtualService;
  readonly routes: readonly Route[];
}

/** The first VirtualService that has routes. */
function chosen(virtualServices: readonly VirtualService[], context: RouteContext): Chosen | undefined {
  for (const virtualService of virtualServices) {
    const routes = httpRoutes(virtualService, context);
    if (routes.length > 0) return { virtualService, routes };
  }
  return undefined;
}

function contextOf({ proxy, retries }: Rerouting, port: number, { policies }: PolicyIndex): RouteContext {
  return {
    proxy,
    port,
    gateway: 'mesh',
    // In a sidecar's routes a service is known by the port asked for, whatever others it has.
    portsOf: () => [port],
    virtualServices: policies.virtualServices,
    retries,
  };
}

type UsualRetries = Pick<Route, 'retries' | 'retryOn'>;

/** How istiod has requests retried: as in the first route to a service of this proxy, or of another. */
export function usualRetries(proxy: Proxy, proxies: readonly Proxy[]): UsualRetries {
  const usual = firstToService([proxy, ...proxies]);
  return {
    retries: usual?.retries ?? 2,
    retryOn: usual?.retryOn ?? 'connect-failure,refused-stream,unavailable,cancelled',
  };
}

function firstToService(proxies: readonly Proxy[]): Route | undefined {
  for (const { routes } of proxies) {
    for (const { virtualHosts } of routes) {
      for (const host of virtualHosts) {
        const found = host.routes.find(
          ({ action }) => action.kind === 'cluster' && action.cluster.startsWith('outbound|'),
        );
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

/** Where a service's requests go without a VirtualService. */
export function defaultRoute(proxy: Proxy, host: string, port: number): Route {
  return {
    path: '',
    match: { kind: 'prefix', value: '/', conditional: false },
    action: { kind: 'cluster', cluster: `outbound|${port}||${host}` },
    ...usualRetries(proxy, []),
    operation: `${host}:${port}/*`,
  };
}

/** Hosts that no service of port 80 has get virtual hosts of their own there, and nowhere else. */
function withHostsOfNoService(
  rerouting: Rerouting,
  virtualHosts: readonly VirtualHost[],
  old: readonly VirtualService[],
  fresh: readonly VirtualService[],
): readonly VirtualHost[] {
  const hosts = virtualHosts.flatMap((each) => serviceOf(each, 80) ?? []);
  const services = new Set(hosts.filter((host) => isServed(rerouting, host, 80)));
  const olds = new Set(foreignHosts(old, services).map(({ host }) => host));
  const kept = virtualHosts.filter((each) => !olds.has(serviceOf(each, 80) ?? ''));
  const known = new Set(kept.flatMap((each) => serviceOf(each, 80) ?? []));
  const added = new Map<string, VirtualHost>();
  for (const { virtualService, host } of foreignHosts(fresh, known)) {
    if (added.has(host)) continue;
    const routes = httpRoutes(virtualService, contextOf(rerouting, 80, rerouting.translation.after));
    if (routes.length > 0) added.set(host, { name: `${host}:80`, domains: [host], routes });
  }
  return [...added.values(), ...kept];
}

/** Whether a service has this port, and not only a VirtualService names its host. */
function isServed({ served }: Rerouting, host: string, port: number): boolean {
  return served.has(`outbound|${port}||${host}`);
}

function foreignHosts(
  virtualServices: readonly VirtualService[],
  services: ReadonlySet<string>,
): readonly { readonly virtualService: VirtualService; readonly host: string }[] {
  return virtualServices.flatMap((virtualService) =>
    virtualService.hosts
      .map((host) => host.toLowerCase())
      .filter((host) =>
        isWildcard(host) ? ![...services].some((service) => isWithin(service, host)) : !services.has(host),
      )
      .map((host) => ({ virtualService, host })),
  );
}
