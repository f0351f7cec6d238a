import { evidence } from '../evidence.ts';
import { selects } from '../policy/selector.ts';
import type { EnvoyFilter } from '../policy/envoy-filter.ts';
import { defineCause, found, type Found } from './cause.ts';
import type { CauseContext } from './context/context.ts';
import { policyName } from './words.ts';

interface Patch {
  readonly filters: readonly { readonly kind: string; readonly namespace: string; readonly name: string }[];
  /** What istiod never writes; undefined where the EnvoyFilter itself was read. */
  readonly sign: string | undefined;
}

/** Somebody changed by hand what istiod wrote about TLS. */
export const envoyfilterTlsPatch = defineCause({
  code: 'envoyfilter-tls-patch',
  title: 'an EnvoyFilter changes TLS settings by hand',
  group: 'Client-side rules',
  reads: ['client', 'handshake', 'policies', 'server'],
  find: (context): Found<Patch> | undefined => {
    const { edge, client, server, handshake } = context;
    if (edge.outcome !== 'fails') return undefined;
    const aboutTls = handshake?.kind === 'fails' && settings.has(handshake.reason);
    const written = patchesOf(context);
    const [first] = written;
    // A Service declares the port, and its chain is gone.
    const gone = server?.catchAll === true && edge.declared && client?.sending?.tls !== undefined;
    if (first !== undefined && (aboutTls || gone)) {
      const names = written.map(({ namespace, name }) => ({ kind: 'EnvoyFilter', namespace, name }));
      return found(
        { filters: names, sign: undefined },
        ...written.map(({ place, patches }) => evidence(place, patches[0]?.path ?? '/spec')),
        client?.at,
        server?.demandAt,
      );
    }
    const cluster = client?.cluster;
    // istiod writes one or the other, never both.
    const both = cluster?.transportSocket?.kind === 'tls' && client?.setup === 'auto';
    if (cluster !== undefined && both)
      return found(
        { filters: [], sign: 'a TLS transport socket beside transport_socket_matches' },
        evidence(cluster.place, '/transport_socket'),
        client.at,
      );
    const inverted = handshake?.kind === 'fails' && handshake.reason === 'no-supported-versions';
    return inverted
      ? found({ filters: [], sign: 'a minimum TLS version above the maximum' }, client?.at, server?.demandAt)
      : undefined;
  },
  confidence: ({ sign }) => (sign === undefined ? 'consistent' : 'proven'),
  because: ({ filters, sign }, edge) =>
    filters.length === 0
      ? `between ${edge.client.name} and ${edge.server.name} there is ${sign ?? ''}, which istiod never writes: an EnvoyFilter put it there`
      : `${filters.map(policyName).join(' and ')} ${filters.length === 1 ? 'changes' : 'change'} the connection between ${edge.client.name} and ${edge.server.name} by hand, over what istiod wrote`,
  fix: ({ filters }) => [
    ...(filters.length === 0
      ? []
      : [
          {
            text: `Take ${filters.map(policyName).join(' and ')} away, or correct ${filters.length === 1 ? 'it' : 'them'}:`,
            command: filters
              .map(({ namespace, name }) => `kubectl delete envoyfilter ${name} -n ${namespace}`)
              .join(' && '),
          },
        ]),
    ...(filters.length === 0
      ? [
          {
            text: 'Find it, then take it away or correct it:',
            command: "kubectl get envoyfilter -A -o yaml | grep -n -i -E 'tls|transport_socket'",
          },
        ]
      : []),
    {
      text: 'For versions and ciphers of the whole mesh there is a setting that keeps both sides alike:',
      yaml: 'meshConfig:\n  meshMTLS:\n    minProtocolVersion: TLSV1_2',
    },
  ],
  page: {
    see: 'Handshakes fail after an EnvoyFilter was applied, or after an upgrade with an old one still there.',
    why: 'An EnvoyFilter is merged into what istiod wrote, last and unchecked. `MERGE` appends to lists and cannot set a boolean back. A patch for one side only leaves the other as it was.',
    shows: [
      {
        where: 'client',
        what: 'a `transport_socket` beside `transport_socket_matches`, or a minimum version above the maximum',
      },
      {
        where: 'policies',
        what: 'an EnvoyFilter that selects the client or the server and patches its cluster, listener or filter chain',
      },
    ],
    unless: 'A patch that touches other workloads or ports is none of this edge’s business.',
  },
  example: { filters: [{ kind: 'EnvoyFilter', namespace: 'demo', name: 'tls-versions' }], sign: undefined },
  references: ['https://github.com/istio/istio/issues/36113', 'https://github.com/istio/istio/issues/44364'],
});

const settings: ReadonlySet<string> = new Set([
  'no-common-version',
  'no-supported-versions',
  'no-common-cipher',
  'no-common-group',
]);

/** EnvoyFilters that touch this edge's cluster, listener or chain. */
function patchesOf({ edge, policies }: CauseContext): readonly EnvoyFilter[] {
  if (policies === undefined) return [];
  const reaches = (filter: EnvoyFilter, side: 'client' | 'server'): boolean => {
    const workload = policies[side];
    if (workload === undefined) return false;
    if (filter.namespace !== workload.namespace && filter.namespace !== edge.rootNamespace) return false;
    return selects(filter.workloadSelector ?? {}, workload.labels);
  };
  return policies.all.envoyFilters.filter((filter) =>
    filter.patches.some(({ applyTo, context, port, service }) => {
      if (applyTo === 'CLUSTER' && context !== 'SIDECAR_INBOUND') {
        return (
          reaches(filter, 'client') &&
          (service === '' || service === edge.service.host) &&
          (port === undefined || port === edge.port)
        );
      }
      const atServer = applyTo === 'FILTER_CHAIN' || applyTo === 'LISTENER';
      return (
        atServer &&
        context !== 'SIDECAR_OUTBOUND' &&
        reaches(filter, 'server') &&
        (port === undefined || port === edge.targetPort)
      );
    }),
  );
}
