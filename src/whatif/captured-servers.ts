/** Captured proxies behind the endpoints of clusters, which tell what of a cluster no default explains. */
import type { Cluster, Endpoint, Proxy } from '../envoy/model.ts';
import { parseSpiffeId } from '../istio/spiffe.ts';
import { inboundListeners, observedMode, portsOf } from './inbound.ts';
import { endpointIp } from './workloads.ts';

export interface CapturedServers {
  /** Whether a cluster expects other identities than those of its endpoints: then its rule names them. */
  readonly areOthers: (client: Proxy, cluster: Cluster, sans: readonly string[]) => boolean;
  /** Whether endpoints are not marked although their proxies take mutual TLS: then its rule is in the way. */
  readonly missMarks: (client: Proxy, cluster: Cluster) => boolean;
}

export function capturedServers(proxies: readonly Proxy[]): CapturedServers {
  const byIp = new Map(proxies.flatMap((proxy) => proxy.node.ips.map((ip) => [ip, proxy] as const)));
  const serverOf = (endpoint: Endpoint): Proxy | undefined => byIp.get(endpointIp(endpoint) ?? '');
  return {
    areOthers: (client, cluster, sans) => {
      const accounts = new Set(sans.map(accountOf));
      const servers = endpointsOf(client, cluster).map(serverOf);
      return servers.some(
        (server) =>
          server !== undefined &&
          server.node.serviceAccount !== '' &&
          !accounts.has(`${server.node.namespace}/${server.node.serviceAccount}`),
      );
    },
    missMarks: (client, cluster) =>
      endpointsOf(client, cluster).some((endpoint) => {
        if (endpoint.socketMatchMetadata?.['tlsMode'] === 'istio' || endpoint.address.kind !== 'ip') return false;
        const server = serverOf(endpoint);
        return server !== undefined && takesMutualTls(server, endpoint.address.port);
      }),
  };
}

function accountOf(san: string): string {
  const id = parseSpiffeId(san);
  return id === undefined ? san : `${id.namespace}/${id.serviceAccount}`;
}

function endpointsOf({ endpoints }: Proxy, { edsServiceName, loadAssignment }: Cluster): readonly Endpoint[] {
  return (
    loadAssignment?.endpoints ?? endpoints.find(({ clusterName }) => clusterName === edsServiceName)?.endpoints ?? []
  );
}

function takesMutualTls(server: Proxy, port: number): boolean {
  const [listener] = inboundListeners(server);
  const groups = listener === undefined ? [] : portsOf(listener);
  const group = groups.find((each) => each.port === port) ?? groups.find((each) => each.port === 0);
  const mode = group && observedMode(group);
  return mode === 'STRICT' || mode === 'PERMISSIVE';
}
