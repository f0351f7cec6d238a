/**
 * Which virtual host and which route take a request, as Envoy's router decides.
 * Source: envoy `source/common/router/config_impl.cc` (RouteMatcher::findVirtualHost, VirtualHostImpl::getRouteFromEntries).
 */
import { itemsOf } from '../input/shelf/lazy-list.ts';
import { memoised } from './memo.ts';
import { indexOf } from './proxy-index.ts';
import { isWildcard, wildcardWord } from './shelf-words.ts';
import type { HttpConnectionManager, Proxy, Route, RouteConfiguration, VirtualHost } from './model.ts';

/** The routes of a connection manager: inline, or the RDS configuration of that name. Undefined when not seen. */
export function routeConfigurationOf(proxy: Proxy, http: HttpConnectionManager): RouteConfiguration | undefined {
  if (http.routeConfig !== undefined) return http.routeConfig;
  return http.routeConfigName === undefined ? undefined : indexOf(proxy).route(http.routeConfigName);
}

/**
 * The virtual host for an authority: exact domain, then the longest suffix wildcard (`*.example.com`),
 * then the longest prefix wildcard (`example.*`), then `*`. Case does not matter.
 * A port is cut off first where `ignore_port_in_host_matching` says so.
 */
export function selectVirtualHost(config: RouteConfiguration, authority: string): VirtualHost | undefined {
  const lower = authority.toLowerCase();
  const host = config.ignorePortInHostMatching ? withoutPort(lower) : lower;
  const { exact, wildcards } = domainsOf(config);
  const named = exact(host);
  if (named !== undefined) return named;
  let best: { virtualHost: VirtualHost; rank: number } | undefined;
  for (const { domain, virtualHost } of wildcards) {
    const rank = wildcardRank(domain, host);
    if (rank > 0 && (best === undefined || rank > best.rank)) best = { virtualHost, rank };
  }
  return best?.virtualHost;
}

interface Domains {
  readonly exact: (host: string) => VirtualHost | undefined;
  readonly wildcards: readonly WildcardDomain[];
}

interface WildcardDomain {
  readonly domain: string;
  readonly virtualHost: VirtualHost;
}

/** A client's edges are asked one after the other, and its domains are many times its services. */
const domainsOf = memoised(({ virtualHosts }: RouteConfiguration): Domains => {
  const wild = itemsOf(virtualHosts, wildcardWord);
  if (wild !== undefined) {
    const named = (host: string): VirtualHost | undefined =>
      itemsOf(virtualHosts, host)?.find(({ domains }) => domains.some((domain) => domain.toLowerCase() === host));
    return { exact: (host) => (isWildcard(host) ? undefined : named(host)), wildcards: wild.flatMap(wildcardsOf) };
  }
  const exact = new Map<string, VirtualHost>();
  for (const virtualHost of virtualHosts) {
    for (const written of virtualHost.domains) {
      const domain = written.toLowerCase();
      if (!isWildcard(domain) && !exact.has(domain)) exact.set(domain, virtualHost);
    }
  }
  return { exact: (host) => exact.get(host), wildcards: virtualHosts.flatMap(wildcardsOf) };
}, 64);

function wildcardsOf(virtualHost: VirtualHost): readonly WildcardDomain[] {
  const domains = virtualHost.domains.filter(isWildcard);
  return domains.map((domain) => ({ domain: domain.toLowerCase(), virtualHost }));
}

/** 0: no match. Suffix wildcards beat prefix wildcards beat `*`; within a kind the longer wins. */
function wildcardRank(domain: string, host: string): number {
  const suffix = 2e6;
  const prefix = 1e6;
  if (domain === '*') return 1;
  if (domain.startsWith('*') && host.length >= domain.length && host.endsWith(domain.slice(1))) {
    return suffix + domain.length;
  }
  if (domain.endsWith('*') && host.length >= domain.length && host.startsWith(domain.slice(0, -1))) {
    return prefix + domain.length;
  }
  return 0;
}

/** The host by which routes are chosen, of a request to a port that was dialled. */
export function routedHost(authority: string, port: number, { stripsHostPort }: HttpConnectionManager): string {
  const isStripped = stripsHostPort === 'any' || (stripsHostPort === 'matching' && authority.endsWith(`:${port}`));
  return isStripped ? withoutPort(authority) : authority;
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
