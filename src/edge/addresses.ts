/**
 * Whose address is whose, where no bootstrap tells: `istioctl proxy-config listener`, `cluster` and `endpoint` name no
 * pod's address, but others list it as an endpoint of what the proxy serves, and name the endpoint's workload.
 */
import type { Endpoint, Proxy } from '../envoy/model.ts';
import { grouped } from '../envoy/grouped.ts';
import { workloadOfPod } from '../envoy/read/node.ts';
import { parseWorkload } from '../istio/workload-string.ts';
import { realAddress } from './real-address.ts';
import { servedPorts } from './servers-of.ts';
import type { ServiceDirectory } from './service-directory.ts';

/** The proxies whose dumps leave their addresses open, with the addresses that may be theirs. */
export type OpenAddresses = ReadonlyMap<Proxy, ReadonlySet<string>>;

/** Something that others list. */
interface Listed {
  readonly host: string;
  readonly servicePort: number;
  readonly ip: string;
  readonly port: number;
  readonly workload?: { readonly name: string; readonly namespace: string };
}

/** `taken`: addresses that other dumps say are theirs. */
export function openAddresses(
  proxies: readonly Proxy[],
  services: () => ServiceDirectory,
  taken: (ip: string) => boolean,
): OpenAddresses {
  const open = proxies.filter(({ node, ztunnel }) => node.ips.length === 0 && ztunnel === undefined);
  // Who stands alone is listed by nobody but itself.
  if (open.length === 0 || proxies.length === 1) return new Map();
  const listed = listing(services()).filter(({ ip }) => !taken(ip));
  const byHost = grouped(listed, ({ host }) => host);
  const byWorkload = grouped(listed, ({ workload }) => workload?.name);
  return new Map(open.map((proxy) => [proxy, addressesOf(proxy, byHost, byWorkload)]));
}

/** Where only one address may be a proxy's, and it may be no other's, it is. */
export function settled(open: OpenAddresses): ReadonlyMap<string, Proxy> {
  const claims = new Map<string, Proxy[]>();
  for (const [proxy, ips] of open) for (const ip of ips) claims.set(ip, [...(claims.get(ip) ?? []), proxy]);
  const found = new Map<string, Proxy>();
  for (const [proxy, ips] of open) {
    const [ip] = ips;
    if (ip !== undefined && ips.size === 1 && claims.get(ip)?.length === 1) found.set(ip, proxy);
  }
  return found;
}

function listing(directory: ServiceDirectory): readonly Listed[] {
  return directory.ports.flatMap(({ host, port: servicePort }) =>
    (directory.endpointsOf(host, servicePort)?.endpoints ?? []).flatMap((endpoint) => {
      const address = realAddress(endpoint);
      return address === undefined ? [] : [{ host, servicePort, ...address, ...workloadOf(endpoint) }];
    }),
  );
}

function workloadOf({ workload }: Endpoint): Pick<Listed, 'workload'> {
  if (workload === undefined) return {};
  const { name, namespace } = parseWorkload(workload);
  return name === '' ? {} : { workload: { name, namespace } };
}

/** What is its workload's counts before what only serves the same. */
function addressesOf(
  proxy: Proxy,
  byHost: ReadonlyMap<string, readonly Listed[]>,
  byWorkload: ReadonlyMap<string, readonly Listed[]>,
): ReadonlySet<string> {
  const ports = servedPorts(proxy);
  const served = [...ports].flatMap(([host, own]) =>
    (byHost.get(host) ?? []).filter(({ port, servicePort }) => own.has(port) || own.has(servicePort)),
  );
  const named = namesOf(proxy)
    .flatMap((name) => byWorkload.get(name) ?? [])
    .filter(({ workload }) => proxy.node.namespace === '' || workload?.namespace === proxy.node.namespace);
  const own = named.filter((each) => served.includes(each));
  if (own.length > 0) return addresses(own);
  // Gateways name no service that they serve.
  return addresses(ports.size > 0 ? served : named.filter(({ port }) => listensOn(proxy, port)));
}

function namesOf({ name, node }: Proxy): readonly string[] {
  return [...new Set([node.workload, node.pod, name, workloadOfPod(name)])].filter((each) => each !== '');
}

function listensOn({ listeners }: Proxy, port: number): boolean {
  return listeners.some(({ addresses: own }) => own.some((each) => each.kind === 'ip' && each.port === port));
}

function addresses(listed: readonly Listed[]): ReadonlySet<string> {
  return new Set(listed.map(({ ip }) => ip));
}
