import type { ClusterRecord, EndpointsRecord } from '../../inspection/cluster-record.ts';
import type { FilterChainRecord, ListenerRecord } from '../../inspection/listener-record.ts';
import type { ModeRecord } from '../../inspection/mode-record.ts';
import type { ProxyRecord } from '../../inspection/proxy-record.ts';
import type { SecretRecord } from '../../inspection/secret-record.ts';
import { span } from '../text/ink.ts';
import type { Cell } from '../text/table.ts';
import { clusterTlsText, matchText, socketText } from './socket-text.ts';

/** A kind of record as a table: its heading, and the rows that one record makes. */
export interface FactTable<Fact> {
  readonly title: string;
  readonly heading: readonly string[];
  readonly rows: (fact: Fact) => readonly (readonly Cell[])[];
}

export const proxyTable: FactTable<ProxyRecord> = {
  title: 'Proxies',
  heading: ['PROXY', 'NAMESPACE', 'WORKLOAD', 'KIND', 'ISTIO', 'ENVOY', 'ADDRESS', 'NOT READ'],
  rows: (proxy) => [
    [
      proxy.name,
      words(proxy.namespace, 'not known'),
      words(proxy.workload, 'not known'),
      proxy.type === 'unknown' ? 'not known' : proxy.type,
      words(proxy.istioVersion, 'not known'),
      words(proxy.envoyVersion, 'not known'),
      words(proxy.addresses.join(', '), 'not known'),
      words(unread(proxy).join(', '), 'nothing'),
    ],
  ],
};

export const modeTable: FactTable<ModeRecord> = {
  title: 'What servers accept',
  heading: ['PROXY', 'PORT', 'SERVER NAMES', 'MODE', 'LISTENER', 'CHAINS'],
  rows: (mode) => [
    [
      mode.proxy,
      mode.port === undefined ? 'all others' : String(mode.port),
      words(mode.serverNames?.join(', '), 'any'),
      mode.mode.replace(/^mixed: /u, ''),
      mode.listener,
      [...new Set(mode.chains.map(({ name }) => words(name, 'unnamed')))].join(', '),
    ],
  ],
};

export const listenerTable: FactTable<ListenerRecord> = {
  title: 'Listeners and their filter chains',
  heading: ['PROXY', 'LISTENER', 'ADDRESS', 'DIRECTION', 'STATE', 'CHAIN', 'TAKES', 'TLS', 'LEADS TO'],
  rows: (listener) =>
    listener.filterChains.map((chain) => [
      listener.proxy,
      words(listener.name, 'unnamed'),
      words(listener.addresses.join(', '), 'internal'),
      listener.direction,
      stateCell(listener.state),
      words(chain.name, chain.isDefault ? 'default' : 'unnamed'),
      chainMatchText(chain),
      socketText(chain.transportSocket),
      words(chain.filters.join(', '), 'nothing'),
    ]),
};

export const clusterTable: FactTable<ClusterRecord> = {
  title: 'Clusters',
  heading: ['PROXY', 'SERVICE', 'PORT', 'SUBSET', 'DIRECTION', 'TYPE', 'STATE', 'TLS', 'DESTINATION-RULE'],
  rows: (cluster) => [
    [
      cluster.proxy,
      words(cluster.host, cluster.name),
      cluster.port === undefined ? 'none' : String(cluster.port),
      words(cluster.subset, 'none'),
      cluster.direction ?? 'none',
      cluster.type,
      stateCell(cluster.state),
      clusterTlsText(cluster),
      cluster.destinationRule ?? 'none',
    ],
  ],
};

export const endpointTable: FactTable<EndpointsRecord> = {
  title: 'Endpoints',
  heading: ['PROXY', 'CLUSTER', 'ENDPOINT', 'HEALTH', 'MARKED', 'WORKLOAD'],
  rows: ({ proxy, cluster, endpoints, metadataKnown }) =>
    endpoints.map((endpoint) => [
      proxy,
      cluster,
      endpoint.address,
      endpoint.health,
      markText(endpoint.transportSocketMatch, metadataKnown),
      words(endpoint.workload?.split(';').slice(0, 2).toReversed().join('/'), 'not known'),
    ]),
};

export const secretTable: FactTable<SecretRecord> = {
  title: 'Secrets',
  heading: ['PROXY', 'SECRET', 'STATE', 'HOLDS', 'NAMES', 'ISSUED BY', 'VALID FROM', 'VALID UNTIL'],
  rows: (secret) => {
    const all = [
      ...secret.certificates.map((facts, at) => ({ facts, what: at === 0 ? 'certificate' : 'intermediate' })),
      ...secret.anchors.map((facts) => ({ facts, what: 'anchor' })),
    ];
    if (all.length === 0) {
      const holds = secret.delivered ? 'no certificate that can be read' : 'nothing: not delivered yet';
      return [[secret.proxy, secret.name, stateCell(secret.state), holds, '', '', '', '']];
    }
    return all.map(({ facts, what }) => [
      secret.proxy,
      secret.name,
      stateCell(secret.state),
      what,
      words([...facts.uris, ...facts.dnsNames, ...facts.ipAddresses].join(', '), words(facts.subject, 'no name')),
      words(facts.issuer, 'not known'),
      minute(facts.notBefore),
      minute(facts.notAfter),
    ]);
  },
};

function words(text: string | undefined, otherwise: string): string {
  return text === undefined || text === '' ? otherwise : text;
}

/** `2026-11-22 10:53Z`; what is no RFC 3339 in UTC as it is. */
function minute(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?Z$/u, '$1 $2Z');
}

function unread({ seen }: ProxyRecord): string[] {
  return Object.entries(seen).flatMap(([section, there]) => (there === true ? [] : [section]));
}

function stateCell(state: SecretRecord['state']): Cell {
  return state === 'active' || state === 'static' ? state : span(state, 'doubt');
}

function markText(match: Readonly<Record<string, unknown>> | undefined, known: boolean): string {
  if (match !== undefined && Object.keys(match).length > 0) return matchText(match);
  return known ? 'no mark' : 'not read';
}

function chainMatchText({ match, isDefault }: FilterChainRecord): string {
  const parts = Object.entries(match).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  );
  if (parts.length > 0) return parts.join('; ');
  return isDefault ? 'what no other takes' : 'everything';
}
