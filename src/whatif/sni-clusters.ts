/**
 * The clusters behind AUTO_PASSTHROUGH servers: named by Istio's SNI, without TLS of their own, with
 * none but the endpoints that take mutual TLS (Istio: `buildOutboundSniDnatClusters`,
 * `EndpointsWithMTLSFilter`).
 */
import type { Proxy } from '../envoy/model.ts';
import { sniNames } from './gateway-passthrough.ts';
import { servedServers } from './gateway-servers.ts';
import type { Translation } from './translation.ts';

/** Needs the proxy's clusters, subsets and marks as they will be. */
export function withSniClusters(proxy: Proxy, translation: Translation): Proxy {
  const { before, after, proxies } = translation;
  const [was, is] = [before, after].map((state) =>
    servedServers(state, proxy, proxies).some(({ server }) => server.tls?.mode === 'AUTO_PASSTHROUGH'),
  );
  if (proxy.node.kind !== 'router' || (was !== true && is !== true)) return proxy;
  const names = is === true ? sniNames(after, proxy, translation) : [];
  const own = new Set(names.map(({ name }) => name));
  const foreign = (name: string): boolean => !name.startsWith('outbound_.') && !own.has(name);
  const added = names.flatMap(({ name, host, port, subset }) => {
    const model = proxy.clusters.find((each) => each.name === `outbound|${port}|${subset}|${host}`);
    if (model === undefined) return [];
    const { transportSocket: _socket, ...rest } = model;
    const cluster = {
      ...rest,
      name,
      edsServiceName: name,
      transportSocketMatches: [],
      autoSni: false,
      autoSanValidation: false,
    };
    const group = proxy.endpoints.find(({ clusterName }) => clusterName === model.edsServiceName);
    const endpoints = (group?.endpoints ?? []).filter((each) => each.socketMatchMetadata?.['tlsMode'] === 'istio');
    return [{ cluster, ...(group === undefined ? {} : { group: { ...group, clusterName: name, endpoints } }) }];
  });
  return {
    ...proxy,
    clusters: [...proxy.clusters.filter(({ name }) => foreign(name)), ...added.map(({ cluster }) => cluster)],
    endpoints: [
      ...proxy.endpoints.filter(({ clusterName }) => foreign(clusterName)),
      ...added.flatMap(({ group }) => (group === undefined ? [] : [group])),
    ],
  };
}
