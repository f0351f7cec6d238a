/** The ports of a workload that Services lead to, as clients' dumps show them. */
import type { Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import type { InboundProtocol } from './inbound-matches.ts';
import { endpointIp } from './workloads.ts';

/** Ports of the workload by the endpoints clients have of it, and the protocol by the routes they have to them. */
export function servicePortsOf(
  proxy: Proxy,
  proxies: readonly Proxy[],
): readonly { readonly port: number; readonly protocol: InboundProtocol }[] {
  const ports = new Map<number, InboundProtocol>();
  for (const { endpoints } of proxies) {
    for (const group of endpoints) {
      const name = parseClusterName(group.clusterName);
      if (name?.direction !== 'outbound' || name.subset !== '') continue;
      for (const endpoint of group.endpoints) {
        const { address } = endpoint;
        if (address.kind !== 'ip' || !proxy.node.ips.includes(endpointIp(endpoint) ?? '')) continue;
        if (!ports.has(address.port)) ports.set(address.port, protocolOf(name.host, name.port, proxies));
      }
    }
  }
  return [...ports].map(([port, protocol]) => ({ port, protocol })).toSorted((a, b) => a.port - b.port);
}

/** HTTP has a virtual host among the port's, a detected protocol a route configuration of its own. */
function protocolOf(host: string, port: number, proxies: readonly Proxy[]): InboundProtocol {
  const name = `${host}:${port}`;
  for (const { routes } of proxies) {
    if (routes.some((config) => config.name === name)) return 'auto';
    const own = routes.find((config) => config.name === String(port));
    if (own?.virtualHosts.some((each) => each.name === name) === true) return 'http';
  }
  return 'tcp';
}
