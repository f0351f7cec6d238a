/** The routes of a VirtualService as istiod writes them for one port (pilot/pkg/networking/core/route/route.go). */
import type { Proxy, Route, RouteAction } from '../envoy/model.ts';
import { selects } from '../policy/selector.ts';
import type { HttpMatch, HttpRoute, RouteDestination, SourceMatch, VirtualService } from '../policy/virtual-service.ts';

/** For whom routes are written. */
export interface RouteContext {
  readonly proxy: Proxy;
  /** The port requests come in at: the service's for sidecars, the Gateway server's for gateways. */
  readonly port: number;
  /** `mesh`, or the gateway's `namespace/name`. */
  readonly gateway: string;
  /** Ports of a destination's service; one that has a single port needs no naming. */
  readonly portsOf: (host: string) => readonly number[];
  /** All VirtualServices, for delegates. */
  readonly virtualServices: readonly VirtualService[];
  /** Retries as this proxy's other routes have them. */
  readonly retries: Pick<Route, 'retries' | 'retryOn'>;
}

/** Empty where none of its routes is for this proxy and port: then the VirtualService does not count. */
export function httpRoutes(virtualService: VirtualService, context: RouteContext): readonly Route[] {
  const routes: Route[] = [];
  for (const { http, matches } of withDelegates(virtualService, context)) {
    if (matches.length === 0) return [...routes, routeFor(http, undefined, context)];
    for (const match of matches.filter((each) => isForContext(each, context))) {
      const route = routeFor(http, match, context);
      routes.push(route);
      // Nothing behind a route that takes everything is ever reached.
      if (match.uri === undefined && !match.conditional) return routes;
    }
  }
  return routes;
}

interface FlatRoute {
  readonly http: HttpRoute;
  readonly matches: readonly HttpMatch[];
}

/** Routes with those of delegates in their place; a delegate's match holds together with its parent's. */
function withDelegates(virtualService: VirtualService, { virtualServices }: RouteContext): readonly FlatRoute[] {
  return virtualService.http.flatMap((http): readonly FlatRoute[] => {
    const { action, matches } = http;
    if (action.kind !== 'delegate') return [{ http, matches }];
    const delegate = virtualServices.find(
      ({ name, namespace }) => name === action.name && namespace === action.namespace,
    );
    return (delegate?.http ?? []).map((each) => ({ http: each, matches: combined(matches, each.matches) }));
  });
}

function combined(outer: readonly HttpMatch[], inner: readonly HttpMatch[]): readonly HttpMatch[] {
  if (outer.length === 0 || inner.length === 0) return [...outer, ...inner];
  return outer.flatMap((first) =>
    inner.map((second) => ({ ...first, ...second, conditional: first.conditional || second.conditional })),
  );
}

/** What of a match is decided when the configuration is written. */
export function isForContext(
  match: SourceMatch,
  { proxy, port, gateway }: Pick<RouteContext, 'proxy' | 'port' | 'gateway'>,
): boolean {
  if (match.port !== undefined && match.port !== port) return false;
  if (match.gateways !== undefined && match.gateways.length > 0) return match.gateways.includes(gateway);
  if (!selects(match.sourceLabels, proxy.node.labels)) return false;
  return match.sourceNamespace === '' || match.sourceNamespace === proxy.node.namespace;
}

function routeFor(http: HttpRoute, match: HttpMatch | undefined, context: RouteContext): Route {
  const { uri, conditional = false } = match ?? {};
  return {
    path: http.path,
    match: uri === undefined ? { kind: 'prefix', value: '/', conditional } : { ...uri, conditional },
    action: actionOf(http, context),
    ...context.retries,
  };
}

function actionOf({ action }: HttpRoute, context: RouteContext): RouteAction {
  switch (action.kind) {
    case 'redirect':
      return { kind: 'redirect', https: action.https };
    case 'direct-response':
      return { kind: 'direct-response', status: action.status };
    case 'delegate':
      return { kind: 'other' };
    case 'route':
      return destinationsAction(action.destinations, context);
  }
}

function destinationsAction(destinations: readonly RouteDestination[], context: RouteContext): RouteAction {
  const [only] = destinations;
  if (only === undefined) return { kind: 'other' };
  if (destinations.length === 1) return { kind: 'cluster', cluster: destinationCluster(only, context) };
  const weighted = destinations.map((each) => ({ name: destinationCluster(each, context), weight: each.weight ?? 0 }));
  return { kind: 'weighted', clusters: weighted.filter(({ weight }) => weight > 0) };
}

/** The cluster of a destination: its own port, else its service's only one, else the one that was asked for. */
export function destinationCluster(
  { host, subset, port }: RouteDestination,
  context: Pick<RouteContext, 'port' | 'portsOf'>,
): string {
  const ports = context.portsOf(host);
  const [only] = ports;
  const taken = port ?? (ports.length === 1 && only !== undefined ? only : context.port);
  return `outbound|${taken}|${subset}|${host}`;
}
