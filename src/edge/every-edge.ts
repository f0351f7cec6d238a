/** Every edge the dumps know of: each client × service port, and what each gateway forwards. */
import { isLazy } from '../input/shelf/lazy-list.ts';
import { sortedOnDisk } from '../input/shelf/sorted-on-disk.ts';
import type { Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import type { ServicePort } from './directory-part.ts';
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
  else for (const { host, port } of eachServicePortOf(client)) yield questionTo(mesh, client, host, port);
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

/** The service ports that a client has clusters for, sorted, one after the other: there may be too many for memory. */
export function* eachServicePortOf(client: Proxy): Generator<ServicePort> {
  if (!isLazy(client.clusters)) {
    yield* servicePortsOf(client);
    return;
  }
  for (const text of sortedOnDisk(servicePortTexts(client.clusters))) {
    yield { host: text.slice(0, -6), port: Number(text.slice(-5)) };
  }
}

/** Texts whose order is that of hosts and then of ports. */
function* servicePortTexts(clusters: Proxy['clusters']): Generator<string> {
  for (const cluster of clusters) {
    const name = parseClusterName(cluster.name);
    if (name?.direction === 'outbound') yield `${name.host}\0${String(name.port).padStart(5, '0')}`;
  }
}

/** The service ports that a client has clusters for, sorted. */
export function servicePortsOf(client: Proxy): readonly ServicePort[] {
  const ports = new Map<string, { host: string; port: number }>();
  for (const cluster of client.clusters) {
    const name = parseClusterName(cluster.name);
    if (name?.direction !== 'outbound') continue;
    ports.set(`${name.host}:${name.port}`, { host: name.host, port: name.port });
  }
  return [...ports.values()].toSorted((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.port - b.port));
}
