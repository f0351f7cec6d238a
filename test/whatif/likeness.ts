/** What a proxy does with connections, written down so that two of them can be compared. */
import type {
  Cluster,
  FilterChain,
  Listener,
  NetworkFilter,
  Proxy,
  Route,
  TransportSocket,
} from '../../src/envoy/model.ts';

/** One text per thing: `cluster NAME`, `chain LISTENER …`, `mark CLUSTER ENDPOINT`, `route CONFIG DOMAIN`, `inspector …`. */
export function likeness(proxy: Proxy): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const cluster of proxy.clusters) lines.set(`cluster ${cluster.name}`, describeCluster(cluster));
  for (const group of proxy.endpoints.filter(({ clusterName }) => clusterName.startsWith('outbound'))) {
    for (const endpoint of group.endpoints) {
      const { address } = endpoint;
      const at = address.kind === 'ip' ? `${address.ip}:${address.port}` : canonical(address);
      lines.set(`mark ${group.clusterName} ${at}`, canonical(endpoint.socketMatchMetadata ?? {}));
    }
  }
  for (const listener of proxy.listeners) describeListener(listener, lines);
  for (const config of proxy.routes.filter(({ name }) => name !== '')) {
    for (const host of config.virtualHosts) {
      for (const domain of host.domains)
        lines.set(`route ${config.name} ${domain}`, canonical(host.routes.map(describeRoute)));
    }
  }
  return lines;
}

/** What two proxies disagree on: `THING: left | right`. */
export function differences(left: Proxy, right: Proxy): readonly string[] {
  const [a, b] = [likeness(left), likeness(right)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((key) => a.get(key) !== b.get(key))
    .toSorted()
    .map((key) => `${key}: ${a.get(key) ?? '-'} | ${b.get(key) ?? '-'}`);
}

function describeCluster(cluster: Cluster): string {
  const { type, transportSocket, transportSocketMatches, autoSni, autoSanValidation, upstreamHttp, loadAssignment } =
    cluster;
  const { external, ...others } = cluster.istio;
  const istio = external === true ? { ...others, external } : others;
  if (cluster.name.startsWith('inbound|'))
    return `${type} ${canonical(loadAssignment?.endpoints.map((each) => each.address) ?? [])}`;
  const matches = transportSocketMatches.map((each) => [each.match, describeSocket(each.transportSocket)]);
  return canonical([type, describeSocket(transportSocket), matches, autoSni, autoSanValidation, upstreamHttp, istio]);
}

function describeSocket(socket: TransportSocket | undefined): unknown {
  if (socket === undefined) return 'none';
  if (socket.kind === 'tls') {
    const { validation, ...tls } = socket.tls;
    return { ...tls, sans: validation?.sans, validation: validation !== undefined };
  }
  return 'inner' in socket ? [socket.kind, describeSocket(socket.inner)] : socket.kind;
}

function describeListener(listener: Listener, lines: Map<string, string>): void {
  const name = listener.name || 'unnamed';
  lines.set(
    `listener ${name}`,
    canonical([listener.addresses, listener.direction, listener.bindToPort, listener.listenerFiltersTimeout]),
  );
  for (const filter of listener.listenerFilters)
    lines.set(`inspector ${name} ${filter.kind}`, canonical(filter.disabled ?? 'never'));
  const chains = [
    ...listener.filterChains,
    ...(listener.defaultFilterChain === undefined ? [] : [listener.defaultFilterChain]),
  ];
  for (const chain of chains) {
    const key = `chain ${name} ${chain === listener.defaultFilterChain ? 'default' : ''} ${describeMatch(chain)}`;
    lines.set(
      key,
      canonical([
        describeSocket(chain.transportSocket),
        chain.filters.map(describeFilter).filter((each) => each !== ''),
      ]),
    );
  }
}

function describeMatch({ match }: FilterChain): string {
  const { destinationPort, transportProtocol, applicationProtocols, serverNames, prefixRanges } = match;
  return canonical([
    destinationPort ?? 0,
    transportProtocol,
    [...applicationProtocols].toSorted(),
    serverNames,
    prefixRanges,
  ]);
}

function describeFilter(filter: NetworkFilter): unknown {
  if (filter.kind === 'tcp') return filter.tcp;
  if (filter.kind !== 'http') return '';
  const { routeConfig, routeConfigName } = filter.http;
  return routeConfigName ?? routeConfig?.virtualHosts.map((host) => [host.domains, host.routes.map(describeRoute)]);
}

function describeRoute({ match, action }: Route): unknown {
  return [match, action];
}

/** JSON with the keys of every object in alphabetical order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
