/** Route configurations of a gateway's HTTP servers (Istio: `buildGatewayHTTPRouteConfig`, pilot/pkg/networking/core/gateway.go). */
import type { Proxy, Route, RouteConfiguration, VirtualHost } from '../envoy/model.ts';
import { isWithin } from '../policy/host-names.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { portsOfService } from './connection-routes.ts';
import { hostsForNamespace, type ServedServer } from './gateway-servers.ts';
import { httpRoutes } from './http-routes.ts';
import { usualRetries } from './sidecar-routes.ts';
import type { Translation } from './translation.ts';
import { virtualServicesFor } from './visible-virtual-services.ts';

/** By name; servers that share a name share their virtual hosts. */
export function gatewayRoutes(
  servers: readonly ServedServer[],
  state: PolicyIndex,
  proxy: Proxy,
  translation: Translation,
): ReadonlyMap<string, RouteConfiguration> {
  const names = new Set(servers.map(({ routeName }) => routeName).filter((name) => name !== ''));
  const configs = [...names].map((name) => {
    const members = servers.filter(({ routeName }) => routeName === name);
    return [name, configFor(name, members, state, proxy, translation)] as const;
  });
  return new Map(configs);
}

function configFor(
  name: string,
  servers: readonly ServedServer[],
  state: PolicyIndex,
  proxy: Proxy,
  translation: Translation,
): RouteConfiguration {
  const hosts = new Map<string, VirtualHost>();
  for (const server of servers) {
    for (const virtualService of virtualServicesFor(state, proxy, server.gatewayName)) {
      const own = hostsForNamespace(server.hosts, virtualService.namespace);
      const common = intersection(own, virtualService.hosts);
      if (common.length === 0) continue;
      const routes = httpRoutes(virtualService, {
        proxy,
        port: server.server.port.number,
        gateway: server.gatewayName,
        portsOf: (host) => portsOfService(host, translation.proxies),
        virtualServices: state.policies.virtualServices,
        retries: usualRetries(proxy, translation.proxies),
      });
      if (routes.length > 0) for (const host of common) addHost(hosts, host.toLowerCase(), server, routes);
    }
    if (server.server.tls?.httpsRedirect === true) redirect(hosts, server);
  }
  const [first] = servers;
  const port = first?.server.port.number ?? 0;
  const none: VirtualHost = { name: `blackhole:${port}`, domains: ['*'], routes: [] };
  return {
    name,
    virtualHosts: hosts.size === 0 ? [none] : [...hosts.values()],
    ignorePortInHostMatching: true,
    place: first?.gateway.place ?? { source: '', pointer: '' },
    path: '',
  };
}

function addHost(
  hosts: Map<string, VirtualHost>,
  host: string,
  { server }: ServedServer,
  routes: readonly Route[],
): void {
  const known = hosts.get(host);
  const base = known ?? { name: `${host}:${server.port.number}`, domains: [host], routes: [] };
  hosts.set(host, { ...base, routes: sorted([...base.routes, ...routes]) });
}

/** A route that takes everything goes last, whichever VirtualService it comes from. */
function sorted(routes: readonly Route[]): readonly Route[] {
  const first = routes.find(isCatchAll);
  const others = routes.filter((route) => !isCatchAll(route));
  return first === undefined ? others : [...others, first];
}

function isCatchAll({ match }: Route): boolean {
  return match.kind === 'prefix' && match.value === '/' && !match.conditional;
}

function redirect(hosts: Map<string, VirtualHost>, { hosts: own, server }: ServedServer): void {
  for (const written of own) {
    const host = (written.split('/').at(-1) ?? written).toLowerCase();
    const known = hosts.get(host) ?? { name: `${host}:${server.port.number}`, domains: [host], routes: [] };
    hosts.set(host, { ...known, requireTls: 'ALL' });
  }
}

/** The narrower host of each pair that has names in common (Istio: `Names.Intersection`). */
function intersection(a: readonly string[], b: readonly string[]): readonly string[] {
  const common = a.flatMap((one) =>
    b.flatMap((other) => {
      if (isWithin(one, other)) return [one];
      return isWithin(other, one) ? [other] : [];
    }),
  );
  return [...new Set(common)];
}
