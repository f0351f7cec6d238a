import { parseIp } from '../envoy/ip.ts';
import type { Proxy } from '../envoy/model.ts';
import { clientsNamed } from './client-names.ts';
import type { Mesh } from './mesh.ts';
import { nameParts, oneOf, type Named } from './named.ts';
import { nearest } from './nearest.ts';

/** Something that can be dialled; `endpoint` limits a service to one of its endpoints. */
export interface Callee {
  readonly host: string;
  readonly port: number;
  readonly endpoint?: string;
}

/**
 * What a word means to a client that dials it: a service (FQDN, short name, `name.ns`, `ns/name`, service
 * address), a pod or workload (through the services that lead there), or an address; with or without a port,
 * and without one every port that is known. The client's own namespace comes first, as its resolver has it.
 */
export function targetsNamed(mesh: Mesh, client: Proxy | undefined, word: string): Named<Callee> {
  const { host: dialled, port } = splitPort(word);
  if (parseIp(dialled) !== undefined) return found(addressTargets(mesh, dialled, port), word, mesh);
  const { name, namespace } = nameParts(dialled);
  const hosts = [...new Set(mesh.directory.ports.map(({ host }) => host))];
  const service =
    serviceNamed(hosts, name, namespace, client?.node.namespace) ?? beginning(mesh, hosts, name, namespace);
  if (service?.kind === 'found') {
    const callees = service.things.flatMap((host) => onPorts(mesh, host, host, port));
    return found(callees, word, mesh);
  }
  const pods = service ?? clientsNamed(mesh, dialled);
  switch (pods.kind) {
    case 'ambiguous':
      return pods;
    case 'unknown':
      return unknown(word, mesh);
    case 'found': {
      const callees = pods.things.flatMap((pod) => podTargets(mesh, pod, port));
      return found(callees, word, mesh);
    }
  }
}

/** The one service whose name begins so, unless a pod is called exactly so. */
function beginning(
  mesh: Mesh,
  hosts: readonly string[],
  name: string,
  namespace: string | undefined,
): Named<string> | undefined {
  const isPod = mesh.proxies.some((proxy) => [proxy.name, proxy.node.pod, proxy.node.workload].includes(name));
  if (isPod || name === '') return undefined;
  const begun = hosts.filter(
    (host) => host.startsWith(name) && (namespace === undefined || host.split('.')[1] === namespace),
  );
  return begun.length === 1 ? { kind: 'found', things: begun } : undefined;
}

/** Reads `host`, `host:port`, `ip`, `[ipv6]:port`. */
export function splitPort(word: string): { readonly host: string; readonly port?: number } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/u.exec(word);
  if (bracketed !== null) return withPort(bracketed[1] ?? '', bracketed[2]);
  const plain = /^([^:]+):(\d+)$/u.exec(word);
  return plain === null ? { host: word } : withPort(plain[1] ?? '', plain[2]);
}

function withPort(host: string, port: string | undefined): { host: string; port?: number } {
  return port === undefined ? { host } : { host, port: Number(port) };
}

/** Services of that name: as written, else its first labels, in the client's namespace before all others. */
function serviceNamed(
  hosts: readonly string[],
  name: string,
  namespace: string | undefined,
  own: string | undefined,
): Named<string> | undefined {
  const wanted = namespace === undefined ? name : `${name}.${namespace}`;
  const readings: readonly ((host: string) => boolean)[] = [
    (host) => host === wanted,
    (host) => namespace === undefined && own !== undefined && host.startsWith(`${name}.${own}.`),
    (host) => host.startsWith(`${wanted}.`),
  ];
  for (const reading of readings) {
    const named = oneOf(hosts.filter(reading), (host) => host);
    if (named !== undefined) return named;
  }
  return undefined;
}

function onPorts(mesh: Mesh, host: string, dialled: string, port: number | undefined): Callee[] {
  return (port === undefined ? mesh.directory.portsOf(host) : [port]).map((each) => ({ host: dialled, port: each }));
}

/** A service address means its service's ports, a pod's address the ports that its proxy takes. */
function addressTargets(mesh: Mesh, ip: string, port: number | undefined): Callee[] {
  if (port !== undefined) return [{ host: ip, port }];
  const host = mesh.directory.hostOf(ip);
  if (host !== undefined) return onPorts(mesh, host, ip, undefined);
  return endpointPorts(mesh, ip).map((each) => ({ host: ip, port: each }));
}

/** The services that list a pod, each limited to it. */
export function podCallees(mesh: Mesh, pod: Proxy): Callee[] {
  return mesh.directory.ports.flatMap(({ host, port }) => throughService(mesh, pod, host, port));
}

/** A pod is reached through the services that list it, or else by its address. */
function podTargets(mesh: Mesh, pod: Proxy, port: number | undefined): Callee[] {
  const through = podCallees(mesh, pod).filter((callee) => port === undefined || callee.port === port);
  if (through.length > 0) return through;
  return pod.node.ips.slice(0, 1).flatMap((ip) => addressTargets(mesh, ip, port));
}

function throughService(mesh: Mesh, pod: Proxy, host: string, port: number): Callee[] {
  const endpoints = mesh.directory.endpointsOf(host, port)?.endpoints ?? [];
  return endpoints.flatMap(({ address }) =>
    address.kind === 'ip' && pod.node.ips.includes(address.ip)
      ? [{ host, port, endpoint: addressText(address.ip, address.port) }]
      : [],
  );
}

/** Ports at which anything lists this address as an endpoint. */
function endpointPorts(mesh: Mesh, ip: string): number[] {
  const ports = mesh.directory.ports.flatMap(({ host, port }) =>
    (mesh.directory.endpointsOf(host, port)?.endpoints ?? []).flatMap(({ address }) =>
      address.kind === 'ip' && address.ip === ip ? [address.port] : [],
    ),
  );
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

/** `ip:port`, IPv6 in brackets. */
function addressText(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function found(targets: readonly Callee[], word: string, mesh: Mesh): Named<Callee> {
  return targets.length === 0 ? unknown(word, mesh) : { kind: 'found', things: targets };
}

function unknown(word: string, mesh: Mesh): Named<Callee> {
  const names = [...mesh.directory.ports.map(({ host }) => host), ...mesh.proxies.map((proxy) => proxy.name)];
  return { kind: 'unknown', nearest: nearest(splitPort(word).host, names) };
}
