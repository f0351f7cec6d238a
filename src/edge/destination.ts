/** Where a host name leads: the address an application's connection is made to. */
import { parseIp } from '../envoy/ip.ts';
import type { Proxy } from '../envoy/model.ts';
import type { Mesh } from './mesh.ts';
import type { Destination } from './model.ts';

/**
 * The address DNS would give, as far as dumps tell: the host itself where it is an address, else the
 * service's address, else (headless) one of its pods. Undefined `ip` where no dump knows.
 */
export function destinationOf(mesh: Mesh, client: Proxy | undefined, host: string, port: number): Destination {
  const bare = host.replace(/^\[(.*)\]$/u, '$1');
  if (parseIp(bare) !== undefined) return { host: bare, ip: bare, port };
  const full = fullHostName(mesh, client, host, port);
  const address = mesh.directory.addressesOf(full)[0];
  if (address !== undefined) return { host: full, ip: address, port };
  return { host: full, port };
}

/** A service's own address, behind which kube-proxy chooses a pod; pods' addresses are none. */
export function isServiceAddress(mesh: Mesh, ip: string): boolean {
  return mesh.directory.hostOf(ip) !== undefined && !mesh.directory.isEndpoint(ip);
}

/** Kubernetes' DNS search: `web` and `web.demo` are tried in the client's namespace and as `svc.cluster.local`. */
export function fullHostName(mesh: Mesh, client: Proxy | undefined, host: string, port: number): string {
  if (mesh.directory.portsOf(host).includes(port)) return host;
  const namespace = client?.node.namespace ?? '';
  const candidates = [...mesh.directory.hostsOn(port)].filter((name) => name.startsWith(`${host}.`));
  return (
    candidates.find((name) => name.startsWith(`${host}.${namespace}.`)) ??
    (host.includes('.') || candidates.length === 1 ? candidates[0] : undefined) ??
    host
  );
}
