/**
 * What the two proxies counted (`/stats`), held against what was found. A counter is a hint and no proof: it counts
 * since the proxy started, for all endpoints of a cluster and all clients of a listener. It changes no outcome.
 */
import type { Address, Counter, Proxy } from '../envoy/model.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import { statsName } from '../envoy/stats-name.ts';
import type { Trace } from '../edge/model.ts';
import type { Finding } from './model.ts';
import { peerOfProxy } from './peers.ts';

/** What counters say of a verdict; `open` where there is nothing yet that they could support. */
type Bearing = 'supports' | 'contradicts' | 'open';

/** How a counter's name goes on behind the cluster's or the listener's, and what it counts (Envoy's docs of statistics). */
const countersOfClusters = {
  'ssl.handshake': 'handshakes completed',
  'ssl.fail_verify_san': 'servers whose certificate has another name than is asked for',
  'ssl.fail_verify_error': 'servers whose certificate the trusted root does not vouch for',
  'ssl.fail_verify_cert_hash': 'servers whose certificate is not the pinned one',
  'ssl.connection_error': 'handshakes broken off',
  upstream_cx_connect_fail: 'connections that failed',
  upstream_cx_connect_timeout: 'connections given up',
} as const;

const countersOfListeners = {
  'ssl.handshake': 'handshakes completed',
  'ssl.fail_verify_no_cert': 'clients without a certificate',
  'ssl.fail_verify_san': 'clients whose certificate has another name than is asked for',
  'ssl.fail_verify_error': 'clients whose certificate the trusted root does not vouch for',
  'ssl.fail_verify_cert_hash': 'clients whose certificate is not the pinned one',
  'ssl.connection_error': 'handshakes broken off',
  no_filter_chain_match: 'connections that no filter chain takes',
} as const;

type ClusterCounter = keyof typeof countersOfClusters;
type ListenerCounter = keyof typeof countersOfListeners;

const refusals = ['ssl.fail_verify_san', 'ssl.fail_verify_error', 'ssl.fail_verify_cert_hash'] as const;
const failures = [...refusals, 'ssl.connection_error'] as const;
const anyOfClusters: readonly ClusterCounter[] = [
  'ssl.handshake',
  ...failures,
  'upstream_cx_connect_fail',
  'upstream_cx_connect_timeout',
];
const anyOfListeners: readonly ListenerCounter[] = ['ssl.fail_verify_no_cert', ...failures, 'no_filter_chain_match'];

/** A sentence for each proxy whose counters bear on this connection. None for tunnels, which several edges share. */
export function countersOf(trace: Trace): readonly Finding[] {
  if (trace.tunnel !== undefined) return [];
  return [...ofClient(trace), ...ofServer(trace)];
}

/** Whether a proxy has counted anything that could bear on a connection through this cluster. */
export function hasCounted(client: Proxy, cluster: string): boolean {
  return (
    client.counters !== undefined && found(client, prefixesOf(cluster), anyOfClusters, countersOfClusters).length > 0
  );
}

/** Istio's `alt_stat_name` is the cluster's name with a `;` behind it, so that tags can be told from it. */
function prefixesOf(cluster: string): readonly string[] {
  return [`cluster.${statsName(cluster)}`, `cluster.${statsName(cluster)};`];
}

function ofClient(trace: Trace): readonly Finding[] {
  const { client, cluster } = trace;
  if (client?.counters === undefined || cluster === undefined) return [];
  const prefixes = prefixesOf(cluster.name);
  return clientBearings(trace).flatMap(([bearing, names]) =>
    told(client, `cluster ${cluster.name}`, bearing, found(client, prefixes, names, countersOfClusters)),
  );
}

function ofServer(trace: Trace): readonly Finding[] {
  const { proxy, listener } = trace.receiving ?? {};
  if (proxy?.counters === undefined || listener === undefined) return [];
  const prefixes = listener.addresses.flatMap(addressText).map((address) => `listener.${statsName(address)}`);
  return serverBearings(trace).flatMap(([bearing, names]) =>
    told(proxy, `listener ${listener.name}`, bearing, found(proxy, prefixes, names, countersOfListeners)),
  );
}

type Bearings<Name> = readonly (readonly [Bearing, readonly Name[]])[];

/** Which of the client's counters bear on what was found, and how. */
function clientBearings({ decision, handshake }: Trace): Bearings<ClusterCounter> {
  switch (decision.kind) {
    case 'handshake':
      return [
        ['supports', ['ssl.handshake']],
        ['contradicts', failures],
      ];
    case 'handshake-fails': {
      // A client that speaks TLS 1.3 has counted its handshake before the server refuses the certificate.
      const late = handshake?.kind === 'fails' && handshake.late;
      return late
        ? [['supports', ['ssl.connection_error']]]
        : [
            ['supports', failures],
            ['contradicts', ['ssl.handshake']],
          ];
    }
    case 'tls-at-plaintext-chain':
    case 'tls-no-chain':
      return [
        ['supports', ['ssl.connection_error', 'upstream_cx_connect_fail']],
        ['contradicts', ['ssl.handshake']],
      ];
    case 'plaintext':
    case 'plaintext-at-tls-chain':
    case 'plaintext-no-chain':
      return [['contradicts', ['ssl.handshake']]];
    case 'refused':
      return [['supports', ['upstream_cx_connect_fail', 'upstream_cx_connect_timeout']]];
    case 'unknown':
    case 'tls-at-application':
      return [['open', anyOfClusters]];
    case 'stopped':
    case 'app-tls':
    case 'stalled':
    case 'closed':
    case 'tunnel':
      return [];
  }
}

/** The server's listener counts for all clients: what it counts can support, and never contradict. */
function serverBearings({ decision, handshake }: Trace): Bearings<ListenerCounter> {
  switch (decision.kind) {
    case 'handshake':
      return [['supports', ['ssl.handshake']]];
    case 'handshake-fails': {
      const byServer = handshake?.kind === 'fails' && handshake.by === 'server';
      return [['supports', byServer ? ['ssl.fail_verify_no_cert', ...failures] : ['ssl.connection_error']]];
    }
    case 'plaintext-at-tls-chain':
      return [['supports', ['ssl.connection_error']]];
    case 'plaintext-no-chain':
    case 'tls-no-chain':
      return [['supports', ['no_filter_chain_match']]];
    case 'unknown':
      return [['open', anyOfListeners]];
    case 'stopped':
    case 'plaintext':
    case 'app-tls':
    case 'tls-at-plaintext-chain':
    case 'tls-at-application':
    case 'stalled':
    case 'refused':
    case 'closed':
    case 'tunnel':
      return [];
  }
}

interface Counted {
  readonly counter: Counter;
  readonly text: string;
}

function found<Name extends string>(
  proxy: Proxy,
  prefixes: readonly string[],
  names: readonly Name[],
  meanings: Readonly<Record<Name, string>>,
): readonly Counted[] {
  return names.flatMap((name) =>
    prefixes.flatMap((prefix) => {
      const counter = indexOf(proxy).counter(`${prefix}.${name}`);
      return counter === undefined ? [] : [{ counter, text: `${name} ${counter.count} (${meanings[name]})` }];
    }),
  );
}

function told(proxy: Proxy, what: string, bearing: Bearing, counted: readonly Counted[]): readonly Finding[] {
  if (counted.length === 0) return [];
  const counters = counted.map(({ text }) => text).join(', ');
  const text = `${peerOfProxy(proxy).name} has counted on ${what} since it started: ${counters}; ${meaning[bearing]}`;
  return [{ code: 'counters', text, evidence: counted.map(({ counter }) => counter.evidence) }];
}

const meaning: Readonly<Record<Bearing, string>> = {
  supports: 'that agrees with what was found',
  contradicts: 'that does not agree with what was found, unless it was before, or with another endpoint',
  open: 'a hint, which decides nothing',
};

/** `ip:port`, as Envoy names a listener's counters; a `stat_prefix` of the listener's own is not read. */
function addressText(address: Address): string[] {
  if (address.kind !== 'ip') return [];
  return [address.ip.includes(':') ? `[${address.ip}]:${address.port}` : `${address.ip}:${address.port}`];
}
