/** Which service port a pod's address and port stand behind. */
import type { Mesh } from '../../edge/mesh.ts';
import type { ServicePort } from '../../edge/directory-part.ts';

const indexes = new WeakMap<Mesh, ReadonlyMap<string, ServicePort>>();

/** The first service by name that lists the address among its endpoints; undefined when none does. */
export function serviceAt(
  mesh: Mesh,
  address: { readonly ip: string; readonly port: number },
): ServicePort | undefined {
  const listing = mesh.directory.listing(address.ip);
  if (listing !== undefined) return listing.find((service) => lists(mesh, service, address));
  const index = indexes.get(mesh) ?? build(mesh);
  indexes.set(mesh, index);
  return index.get(`${address.ip} ${address.port}`);
}

function lists({ directory }: Mesh, { host, port }: ServicePort, wanted: { ip: string; port: number }): boolean {
  const endpoints = directory.endpointsOf(host, port)?.endpoints ?? [];
  return endpoints.some((endpoint) => {
    const address = endpoint.address.kind === 'ip' ? endpoint.address : endpoint.originalDst;
    return address?.ip === wanted.ip && address.port === wanted.port;
  });
}

function build({ directory }: Mesh): ReadonlyMap<string, ServicePort> {
  const index = new Map<string, ServicePort>();
  for (const service of directory.ports) {
    for (const endpoint of directory.endpointsOf(service.host, service.port)?.endpoints ?? []) {
      const address = endpoint.address.kind === 'ip' ? endpoint.address : endpoint.originalDst;
      if (address === undefined) continue;
      const key = `${address.ip} ${address.port}`;
      if (!index.has(key)) index.set(key, service);
    }
  }
  return index;
}
