/** What ServiceEntries say, as services with the endpoints behind each port. */
import type { Endpoint } from '../envoy/model.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import type { EntryEndpoint, ServiceEntry, ServiceEntryPort } from '../policy/service-entry.ts';
import { selects } from '../policy/selector.ts';
import type { Workloads } from './workloads.ts';

/** One host of a ServiceEntry. */
export interface EntryService {
  readonly entry: ServiceEntry;
  readonly host: string;
}

/** How a port's traffic is handled on the client's side. */
export type OutboundProtocol = 'http' | 'http2' | 'tls' | 'tcp' | 'auto';

/** Protocol of a port by the name Istio reads it from (pkg/config/protocol). */
export function outboundProtocol(protocol: string): OutboundProtocol {
  switch (protocol.toUpperCase()) {
    case 'HTTP':
    case 'HTTP_PROXY':
      return 'http';
    case 'HTTP2':
    case 'GRPC':
    case 'GRPC-WEB':
      return 'http2';
    case 'HTTPS':
    case 'TLS':
      return 'tls';
    case 'TCP':
    case 'MONGO':
    case 'MYSQL':
    case 'REDIS':
      return 'tcp';
    default:
      return 'auto';
  }
}

/** Hosts of ServiceEntries that are taken away, and of those that come; one that changes is both. */
export interface ChangedEntries {
  readonly gone: readonly EntryService[];
  readonly fresh: readonly EntryService[];
}

/** ServiceEntries that differ between two states. */
export function changedEntries(before: PolicyIndex, after: PolicyIndex): ChangedEntries {
  const [old, now] = [before, after].map(
    ({ policies }) => new Map(policies.serviceEntries.map((each) => [key(each), each])),
  );
  return {
    gone: services([...(old?.values() ?? [])].filter((entry) => differs(entry, now))),
    fresh: services([...(now?.values() ?? [])].filter((entry) => differs(entry, old))),
  };
}

function differs(entry: ServiceEntry, others: ReadonlyMap<string, ServiceEntry> | undefined): boolean {
  return content(others?.get(key(entry))) !== content(entry);
}

function services(entries: readonly ServiceEntry[]): readonly EntryService[] {
  return entries.flatMap((entry) => entry.hosts.map((host) => ({ entry, host })));
}

function key({ namespace, name }: ServiceEntry): string {
  return `${namespace}/${name}`;
}

function content(entry: ServiceEntry | undefined): string {
  return JSON.stringify({ ...entry, place: undefined, created: undefined });
}

/** The endpoints of a port: those listed, else the workloads that are selected, else (DNS) the host itself. */
export function entryEndpoints(
  { entry, host }: EntryService,
  port: ServiceEntryPort,
  workloads: Workloads,
  state: PolicyIndex,
): readonly Endpoint[] {
  const listed = [...entry.endpoints, ...selected(entry, workloads, state)];
  if (listed.length === 0 && entry.resolution.startsWith('DNS')) {
    return [endpointOf({ address: host, ports: {}, labels: {}, serviceAccount: '' }, port, 0)];
  }
  return listed.map((each, index) => endpointOf(each, port, index));
}

function selected(
  { workloadSelector, namespace }: ServiceEntry,
  workloads: Workloads,
  { policies }: PolicyIndex,
): readonly EntryEndpoint[] {
  if (workloadSelector === undefined) return [];
  return workloads.all
    .filter(
      ({ labels, namespace: own }) => own === namespace && labels !== undefined && selects(workloadSelector, labels),
    )
    .map(({ ip, labels = {}, serviceAccount }) => {
      const ports = policies.workloadEntries.find(({ address }) => address === ip)?.ports ?? {};
      return { address: ip, ports, labels, serviceAccount };
    });
}

function endpointOf({ address, ports, labels }: EntryEndpoint, port: ServiceEntryPort, index: number): Endpoint {
  const number = ports[port.name] ?? port.targetPort ?? port.number;
  return {
    address: { kind: 'ip', ip: address, port: number },
    hostname: '',
    health: 'HEALTHY',
    ...(labels['security.istio.io/tlsMode'] === 'istio' ? { socketMatchMetadata: { tlsMode: 'istio' } } : {}),
    path: `/endpoints/0/lb_endpoints/${index}`,
    priority: 0,
  };
}
