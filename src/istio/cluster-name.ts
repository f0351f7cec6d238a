/**
 * The names Istio gives to clusters (pilot/pkg/model/push_context.go, `BuildSubsetKey`,
 * `BuildInboundSubsetKey`, `BuildDNSSrvSubsetKey`), from 1.0 to today.
 */

/** A cluster towards a service, or towards the proxy's own workload. */
export type ClusterName = OutboundName | InboundName;

/** `outbound|PORT|SUBSET|HOST`; PORT is the service's. */
export interface OutboundName {
  readonly direction: 'outbound';
  readonly port: number;
  /** Empty for the service as a whole. */
  readonly subset: string;
  readonly host: string;
  /** `outbound_.PORT_.SUBSET_.HOST` of gateways with `sni-dnat`: forwards TLS untouched, never adds its own. */
  readonly sniDnat: boolean;
}

/** `inbound|PORT|NAME|HOST`. */
export interface InboundName {
  readonly direction: 'inbound';
  /** The service's port up to 1.8.0, the port the workload listens on from 1.8.1. */
  readonly port: number;
  readonly subset: '';
  /** Name of the service's port, Istio 1.1 to 1.7; else empty. */
  readonly portName: string;
  /** Empty from 1.8 on. */
  readonly host: string;
}

/** Names that were parsed: each is asked about at every step of every edge that it is a part of. */
const parsed = new Map<string, ClusterName | undefined>();
const mostParsed = 1 << 16;

/** Undefined for every name that speaks of no service: see `special-cluster.ts`. */
export function parseClusterName(name: string): ClusterName | undefined {
  const known = parsed.get(name);
  if (known !== undefined || parsed.has(name)) return known;
  if (parsed.size === mostParsed) parsed.clear();
  const made = parsePiped(name) ?? parseDotted(name);
  parsed.set(name, made);
  return made;
}

function parsePiped(name: string): ClusterName | undefined {
  const parts = name.split('|');
  const [direction, portText = '', third = '', host = ''] = parts;
  if (parts.length !== 4 || !/^\d{1,5}$/.test(portText)) return undefined;
  const port = Number(portText);
  if (direction === 'outbound') return { direction, port, subset: third, host, sniDnat: false };
  return direction === 'inbound' ? { direction, port, subset: '', portName: third, host } : undefined;
}

/** The form that is fit for an SNI. */
function parseDotted(name: string): OutboundName | undefined {
  const match = /^outbound_\.(\d{1,5})_\.(.*?)_\.(.+)$/.exec(name);
  if (match === null) return undefined;
  const [, port, subset = '', host = ''] = match;
  return { direction: 'outbound', port: Number(port), subset, host, sniDnat: true };
}
