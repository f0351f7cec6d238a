/** Which edges of a mesh a sighting may be about. */
import { ask } from '../edge/ask.ts';
import { edgesFrom, questionTo } from '../edge/every-edge.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import type { ServicePort } from '../edge/directory-part.ts';
import type { Proxy } from '../envoy/model.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { parseIstioSni } from '../istio/sni.ts';
import type { Sighting } from './sighting.ts';

/** What a sighting says of the edge; undefined parts may be anything. */
interface Seen {
  readonly client?: Proxy;
  /** The caller has no proxy. */
  readonly outside: boolean;
  readonly service?: { readonly host: string; readonly port?: number };
  /** `IP:PORT` of the server. */
  readonly endpoint?: string;
  /** A server name that is not Istio's own. */
  readonly serverName?: string;
}

/** Whether a sighting names its edge at all. */
export function namesEdge({ edge }: Sighting): boolean {
  return Object.values(edge).some((each) => each !== undefined);
}

/** Questions that may be about it; all edges of the mesh where it says nothing. */
export function* seenEdges(mesh: Mesh, sighting: Sighting): Generator<EdgeQuestion> {
  const seen = seenIn(mesh, sighting);
  const { service, endpoint, client, outside } = seen;
  const endpointOnly = endpoint === undefined ? {} : { endpoint };
  // A pod dialled by its address is no edge that services make.
  if (
    service === undefined &&
    endpoint !== undefined &&
    !outside &&
    (client !== undefined || sighting.side !== 'server')
  ) {
    const { host, port } = split(endpoint);
    for (const each of client === undefined ? mesh.proxies : [client]) yield ask(mesh, each, { host, port: port ?? 0 });
  }
  const clients = outside ? [] : client === undefined ? mesh.proxies : [client];
  for (const each of clients) {
    for (const question of edgesFrom(mesh, each)) {
      if (fits(mesh, question, seen)) yield { ...question, ...endpointOnly };
    }
  }
  if (client === undefined && sighting.side !== 'client') yield* fromOutside(mesh, seen);
}

/** Callers without a proxy are in no dump: every service port is asked about. */
function* fromOutside(mesh: Mesh, seen: Seen): Generator<EdgeQuestion> {
  const { endpoint } = seen;
  if (endpoint !== undefined) {
    const { host, port } = split(endpoint);
    const name = seen.service?.host;
    yield ask(mesh, undefined, {
      host,
      port: port ?? 0,
      authority: name ?? seen.serverName,
      speaks: speaksTo(mesh, endpoint),
    });
    return;
  }
  for (const { host, port } of mesh.directory.ports) {
    if (fits(mesh, { host, port }, seen)) yield ask(mesh, undefined, { host, port });
  }
}

/** As applications of the mesh speak to this address, where one lists it. */
function speaksTo(mesh: Mesh, endpoint: string): EdgeQuestion['speaks'] | undefined {
  for (const { host, port } of mesh.directory.ports.filter((each) => lists(mesh, each, endpoint))) {
    const knowing = mesh.proxies.find((proxy) => indexOf(proxy).cluster(`outbound|${port}||${host}`) !== undefined);
    if (knowing !== undefined) return questionTo(mesh, knowing, host, port).speaks;
  }
  return undefined;
}

function fits(mesh: Mesh, question: ServicePort, seen: Seen): boolean {
  const { service, endpoint } = seen;
  if (service !== undefined) {
    const isHost = question.host === service.host || question.host.startsWith(`${service.host}.`);
    if (!isHost || (service.port !== undefined && service.port !== question.port)) return false;
  }
  return endpoint === undefined || lists(mesh, question, endpoint);
}

/** Whether the address is an endpoint of the service port. */
function lists(mesh: Mesh, { host, port }: ServicePort, endpoint: string): boolean {
  const isIt = (at: { readonly ip: string; readonly port: number }) => `${at.ip}:${at.port}` === endpoint;
  const endpoints = mesh.directory.endpointsOf(host, port)?.endpoints ?? [];
  return endpoints.some(
    ({ address, originalDst }) =>
      (address.kind === 'ip' && isIt(address)) || (originalDst !== undefined && isIt(originalDst)),
  );
}

function seenIn(mesh: Mesh, { edge, side }: Sighting): Seen {
  const caller = edge.remote === undefined ? undefined : split(edge.remote).host;
  const client = caller === undefined ? undefined : mesh.proxyAt(caller);
  const isServers = side === 'server' || (side === undefined && edge.upstream === undefined);
  const endpoint = isServers ? addressOf(mesh, edge.local) : addressOf(mesh, edge.upstream ?? edge.local);
  const service = serviceOf(mesh, edge, isServers);
  return {
    ...(client !== undefined && { client }),
    outside: isServers && caller !== undefined && client === undefined,
    ...(service !== undefined && { service }),
    ...(endpoint !== undefined && { endpoint }),
    ...(edge.sni !== undefined && parseIstioSni(edge.sni) === undefined && { serverName: edge.sni }),
  };
}

function serviceOf(mesh: Mesh, edge: Sighting['edge'], isServers: boolean): Seen['service'] {
  const cluster = edge.cluster === undefined ? undefined : parseClusterName(edge.cluster);
  if (cluster?.direction === 'outbound') return { host: cluster.host, port: cluster.port };
  const sni = edge.sni === undefined ? undefined : parseIstioSni(edge.sni);
  if (sni !== undefined) return { host: sni.host, port: sni.port };
  const dialled = edge.local === undefined ? undefined : split(edge.local);
  const host = dialled === undefined ? undefined : mesh.directory.hostOf(dialled.host);
  if (host !== undefined && dialled?.port !== undefined) return { host, port: dialled.port };
  if (edge.authority === undefined || (edge.cluster !== undefined && !isServers)) return undefined;
  const named = split(edge.authority);
  return mesh.directory.ports.some((each) => each.host === named.host || each.host.startsWith(`${named.host}.`))
    ? { host: named.host }
    : undefined;
}

/** A service's address is no endpoint. */
function addressOf(mesh: Mesh, address: string | undefined): string | undefined {
  if (address === undefined || mesh.directory.hostOf(split(address).host) !== undefined) return undefined;
  return split(address).port === undefined ? undefined : address;
}

function split(address: string): { readonly host: string; readonly port?: number } {
  const parts = /^\[?(?<host>.*?)\]?:(?<port>\d{1,5})$/u.exec(address)?.groups;
  return parts === undefined ? { host: address } : { host: parts['host'] ?? '', port: Number(parts['port']) };
}
