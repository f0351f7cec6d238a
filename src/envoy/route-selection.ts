/**
 * Which virtual host and which route take a request, as Envoy's router decides.
 * Source: envoy `source/common/router/config_impl.cc` (RouteMatcher::findVirtualHost, VirtualHostImpl::getRouteFromEntries).
 */
import type { HttpConnectionManager, Proxy, Route, RouteConfiguration, VirtualHost } from './model.ts';

/** The routes of a connection manager: inline, or the RDS configuration of that name. Undefined when not seen. */
export function routeConfigurationOf(proxy: Proxy, http: HttpConnectionManager): RouteConfiguration | undefined {
  if (http.routeConfig !== undefined) return http.routeConfig;
  return proxy.routes.find((route) => route.name === http.routeConfigName);
}

/**
 * The virtual host for an authority: exact domain, then the longest suffix wildcard (`*.example.com`),
 * then the longest prefix wildcard (`example.*`), then `*`. Case does not matter.
 * A port is cut off first where `ignore_port_in_host_matching` says so.
 */
export function selectVirtualHost(config: RouteConfiguration, authority: string): VirtualHost | undefined {
  const lower = authority.toLowerCase();
  const host = config.ignorePortInHostMatching ? withoutPort(lower) : lower;
  let best: { virtualHost: VirtualHost; rank: number } | undefined;
  for (const virtualHost of config.virtualHosts) {
    for (const domain of virtualHost.domains) {
      const rank = domainRank(domain.toLowerCase(), host);
      if (rank > 0 && (best === undefined || rank > best.rank)) best = { virtualHost, rank };
    }
  }
  return best?.virtualHost;
}

/** 0: no match. Exact beats suffix beats prefix beats `*`; among wildcards the longer wins. */
function domainRank(domain: string, host: string): number {
  const exact = 3e6;
  const suffix = 2e6;
  const prefix = 1e6;
  if (domain === host) return exact;
  if (domain === '*') return 1;
  if (domain.startsWith('*') && host.length >= domain.length && host.endsWith(domain.slice(1))) {
    return suffix + domain.length;
  }
  if (domain.endsWith('*') && host.length >= domain.length && host.startsWith(domain.slice(0, -1))) {
    return prefix + domain.length;
  }
  return 0;
}

/** An authority without its port; brackets of IPv6 stay. */
export function withoutPort(authority: string): string {
  return authority.replace(/:\d+$/u, '');
}

/**
 * The route that takes `GET /` on this virtual host: the first in order that matches. Routes that ask for
 * headers or query parameters a plain request does not have are passed over and returned as `conditional`.
 */
export function selectRoute(virtualHost: VirtualHost): { route?: Route; conditional: readonly Route[] } {
  const conditional: Route[] = [];
  for (const route of virtualHost.routes) {
    if (!takesRoot(route)) continue;
    if (route.match.conditional) conditional.push(route);
    else return { route, conditional };
  }
  return { conditional };
}

function takesRoot(route: Route): boolean {
  switch (route.match.kind) {
    case 'prefix':
      return '/'.startsWith(route.match.value);
    case 'path':
      return route.match.value === '/';
    case 'regex':
      return route.match.value === '.*' || route.match.value === '/.*' || route.match.value === '/';
    case 'connect':
      return false;
    // Not known to match, and marked conditional by the reader.
    case 'other':
      return true;
  }
}
