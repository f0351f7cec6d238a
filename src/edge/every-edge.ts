/** Every edge the dumps know of: each client × service port, and what each gateway forwards. */
import type { Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { forwardedBy, isGateway } from './gateway.ts';
import type { Mesh } from './mesh.ts';
import type { EdgeQuestion } from './question.ts';
import { defaultSpeaks } from './speaks.ts';

/** Questions in order of client, host and port. Proxies without outbound clusters ask nothing. */
export function* everyEdge(mesh: Mesh): Generator<EdgeQuestion> {
  for (const client of mesh.proxies) yield* edgesFrom(mesh, client);
}

/** The edges of one client. */
export function* edgesFrom(mesh: Mesh, client: Proxy): Generator<EdgeQuestion> {
  if (isGateway(client)) yield* edgesOfGateway(client);
  else for (const { host, port } of servicePortsOf(client)) yield questionTo(mesh, client, host, port);
}

/** A gateway has clusters for the whole mesh; what it forwards is what its own listeners lead to. */
function* edgesOfGateway(gateway: Proxy): Generator<EdgeQuestion> {
  for (const { host, port, authority, http } of forwardedBy(gateway)) {
    const dialled = authority === '' ? defaultAuthority(host, port) : authority;
    yield { from: gateway.name, host, port, speaks: http ? 'http' : 'tcp', authority: dialled };
  }
}

/** What the client's application asks of a service port when it speaks as its listener expects. */
export function questionTo(mesh: Mesh, client: Proxy, host: string, port: number): EdgeQuestion {
  return {
    from: client.name,
    host,
    port,
    speaks: defaultSpeaks(mesh, client, host, port),
    authority: defaultAuthority(host, port),
  };
}

/** HTTP clients leave out port 80. */
export function defaultAuthority(host: string, port: number): string {
  return port === 80 ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The service ports that a client has clusters for, sorted. */
export function servicePortsOf(client: Proxy): readonly { readonly host: string; readonly port: number }[] {
  const ports = new Map<string, { host: string; port: number }>();
  for (const cluster of client.clusters) {
    const name = parseClusterName(cluster.name);
    if (name?.direction !== 'outbound') continue;
    ports.set(`${name.host}:${name.port}`, { host: name.host, port: name.port });
  }
  return [...ports.values()].toSorted((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.port - b.port));
}
