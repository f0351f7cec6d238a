/**
 * The servers of a gateway's proxy, by the port it really listens on (Istio: `mergeGateways`,
 * pilot/pkg/model/gateway.go).
 */
import type { Proxy } from '../envoy/model.ts';
import type { Gateway, GatewayServer } from '../policy/gateway.ts';
import { isWithin } from '../policy/host-names.ts';
import { oldestFirst } from '../policy/resource.ts';
import { selects } from '../policy/selector.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { endpointIp } from './workloads.ts';

/** A server of a Gateway that selects the proxy. */
export interface ServedServer {
  readonly gateway: Gateway;
  readonly server: GatewayServer;
  /** `namespace/name` of its Gateway. */
  readonly gatewayName: string;
  /** The port that is listened on. */
  readonly port: number;
  /** Name of the route configuration; empty for servers without HTTP. */
  readonly routeName: string;
  /** Hosts with their namespaces resolved: `host` or `namespace/host`. */
  readonly hosts: readonly string[];
}

export type ServerProtocol = 'http' | 'https' | 'tls' | 'tcp';

/** Protocol of a server, as its listener goes by it: `https` ends TLS and speaks HTTP inside. */
export function serverProtocol({ port, tls }: GatewayServer): ServerProtocol {
  const protocol = port.protocol.toUpperCase();
  if (['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY'].includes(protocol)) return 'http';
  if (tls === undefined) return 'tcp';
  return protocol === 'HTTPS' && !isPassthrough(tls.mode) ? 'https' : 'tls';
}

export function isPassthrough(mode: string): boolean {
  return mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
}

/**
 * The servers a proxy has, in the order istiod takes them. One that conflicts with an earlier one
 * (plaintext and TLS on a port, the same server name twice) is left out.
 */
export function servedServers(state: PolicyIndex, proxy: Proxy, proxies: readonly Proxy[]): readonly ServedServer[] {
  const gateways = state.policies.gateways.filter(({ selector }) => selects(selector, proxy.node.labels));
  const served: ServedServer[] = [];
  for (const gateway of gateways.toSorted(oldestFirst)) {
    for (const server of gateway.servers) {
      const one = resolved(gateway, server, targetPort(server.port.number, proxy, proxies));
      if (served.every((other) => !conflicts(one, other))) served.push(one);
    }
  }
  return served;
}

function resolved(gateway: Gateway, server: GatewayServer, port: number): ServedServer {
  const { namespace, name } = gateway;
  const bind = server.bind === '' ? '' : `.${server.bind}`;
  const protocol = serverProtocol(server);
  const routeNames: Readonly<Record<ServerProtocol, string>> = {
    http: `http.${port}${bind}`,
    https: `https.${server.port.number}.${server.port.name}.${name}.${namespace}${bind}`,
    tls: '',
    tcp: '',
  };
  return {
    gateway,
    server,
    gatewayName: `${namespace}/${name}`,
    port,
    routeName: routeNames[protocol],
    hosts: server.hosts.map((host) => resolvedHost(host, namespace)),
  };
}

function resolvedHost(host: string, namespace: string): string {
  const [before, name] = host.split('/');
  if (name === undefined || before === undefined) return host;
  if (before === '*') return name;
  return before === '.' ? `${namespace}/${name}` : host;
}

function conflicts(one: ServedServer, other: ServedServer): boolean {
  if (one.port !== other.port || one.server.bind !== other.server.bind) return false;
  const [a, b] = [serverProtocol(one.server), serverProtocol(other.server)];
  if (a === 'http' || b === 'http') return a !== b;
  if (a === 'tcp' || b === 'tcp') return true;
  return one.hosts.some((host) => other.hosts.includes(host));
}

/** A Gateway names ports of the Service in front of it; the proxy listens on what these lead to. */
function targetPort(port: number, proxy: Proxy, proxies: readonly Proxy[]): number {
  for (const { endpoints } of [proxy, ...proxies]) {
    for (const { clusterName, endpoints: members } of endpoints) {
      const name = parseClusterName(clusterName);
      if (name?.direction !== 'outbound' || name.port !== port || name.subset !== '') continue;
      const own = members.find((each) => proxy.node.ips.includes(endpointIp(each) ?? ''));
      if (own?.address.kind === 'ip') return own.address.port;
    }
  }
  return port;
}

/** Server names a chain matches on; none where every name is taken. */
export function serverNames(hosts: readonly string[]): readonly string[] {
  const names = [...new Set(hosts.map((host) => host.split('/').at(-1) ?? host))].toSorted();
  return names.includes('*') ? [] : names;
}

/** Whether a VirtualService is for a host of the server, or for some that it covers. */
export function sharesHost(
  { hosts }: ServedServer,
  virtualService: { readonly hosts: readonly string[]; readonly namespace: string },
): boolean {
  const own = hostsForNamespace(hosts, virtualService.namespace);
  return virtualService.hosts.some((host) => own.some((one) => isWithin(host, one) || isWithin(one, host)));
}

/** Hosts of a server for VirtualServices of a namespace. */
export function hostsForNamespace(hosts: readonly string[], namespace: string): readonly string[] {
  return hosts.flatMap((host) => {
    const [before, name] = host.split('/');
    if (name === undefined) return [host];
    return before === namespace || before === '*' ? [name] : [];
  });
}
