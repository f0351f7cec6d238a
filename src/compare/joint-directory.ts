/**
 * What one side knows of services, and where it knows nothing, what the other side knows: an application goes on
 * dialling a service that its proxy no longer knows, and DNS and kube-proxy still lead it there.
 */
import type { ServiceDirectory } from '../edge/service-directory.ts';

/** `own` first; both in terms of the same addresses. */
export function jointDirectory(own: ServiceDirectory, other: ServiceDirectory): ServiceDirectory {
  const known = new Set(own.ports.map(({ host, port }) => `${host}:${port}`));
  const more = other.ports.filter(({ host, port }) => !known.has(`${host}:${port}`));
  const ports = [...own.ports, ...more].toSorted((a, b) => compare(a.host, b.host) || a.port - b.port);
  const joint = new Map<number, ReadonlySet<string>>();
  for (const { port } of more)
    joint.set(port, new Set([...own.hostsOn(port), ...other.hostsOn(port)].toSorted(compare)));
  return {
    addressesOf(host) {
      const addresses = own.addressesOf(host);
      return addresses.length > 0 ? addresses : other.addressesOf(host);
    },
    hostOf: (address) => own.hostOf(address) ?? other.hostOf(address),
    endpointsOf: (host, port) => own.endpointsOf(host, port) ?? other.endpointsOf(host, port),
    markOf: (ip) => (own.isEndpoint(ip) ? own.markOf(ip) : other.markOf(ip)),
    listed: function* () {
      yield* own.listed();
      yield* other.listed();
    },
    isEndpoint: (ip) => own.isEndpoint(ip) || other.isEndpoint(ip),
    portsOf: (host) => [...new Set([...own.portsOf(host), ...other.portsOf(host)])].toSorted((one, two) => one - two),
    hostsOn: (port) => joint.get(port) ?? own.hostsOn(port),
    ports,
    listing: () => undefined,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
