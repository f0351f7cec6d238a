import type { OutboundStop } from '../edge/model.ts';
import { defineCause, found } from './cause.ts';

/** It failed, and TLS has nothing to do with it. */
export const notMtlsImpostor = defineCause({
  code: 'not-mtls-impostor',
  title: 'the failure has nothing to do with mTLS',
  group: 'Ambient, other meshes, impostors',
  reads: ['client', 'observed'],
  find: ({ edge, client, observed }) => {
    const { decision } = edge;
    if (decision.kind === 'stopped') {
      const why = stopWords(decision.stop);
      return why === undefined ? undefined : found({ why }, client?.at);
    }
    if (decision.kind === 'refused')
      return found({ why: `nothing listens on port ${edge.targetPort} of ${edge.server.name}` });
    if (observed === undefined || edge.outcome === 'fails') return undefined;
    const seen = observedWords(observed.status, observed.flags);
    return seen === undefined ? undefined : found({ why: seen }, client?.at);
  },
  confidence: 'proven',
  because: ({ why }, edge) =>
    `${why}; no TLS was involved yet, so mTLS is not why ${edge.client.name} cannot reach ${edge.service.host}:${edge.port}`,
  fix: (_facts, edge) => [
    {
      text: 'Look at routes, subsets and endpoints instead:',
      command: `istioctl analyze -n ${edge.service.namespace === '' ? 'default' : edge.service.namespace} && istioctl proxy-config endpoint ${edge.client.pod === '' ? edge.client.name : edge.client.pod}.${edge.client.namespace === '' ? 'default' : edge.client.namespace} | grep ${edge.service.host}`,
    },
  ],
  page: {
    see: '401, 404 `NR`, 429, 503 `UH`, `NC` or `UO`, connection refused.',
    why: 'Not every 503 is a handshake. `UH`: the cluster has no healthy endpoint (a subset whose labels nobody has). `NC`: the route names a cluster that does not exist. `NR` at the client: no route. `UO`: a circuit breaker. 401: a token. They come before or after the handshake, which is fine.',
    shows: [
      { where: 'client', what: 'the walk ends before any connection to a server: no route, no cluster, no endpoint' },
      { where: 'elsewhere', what: 'the flag in the client’s access log' },
    ],
    unless:
      '`NR filter_chain_not_found` in the *server’s* log is very much about TLS, and so are `UF` with a TLS reason and `UC` right after connecting.',
  },
  example: { why: 'the route names subset v3, which no DestinationRule defines' },
  references: ['istioctl analyze IST0173'],
});

function stopWords(stop: OutboundStop): string | undefined {
  switch (stop.kind) {
    case 'no-route':
      return "the client's proxy has no route for this host";
    case 'cluster-not-found':
      return `the route leads to ${stop.cluster}, which does not exist`;
    case 'no-endpoints':
      return stop.unhealthy === 0
        ? `${stop.cluster} has no endpoints`
        : `none of the ${stop.unhealthy} endpoints of ${stop.cluster} is healthy`;
    case 'answers-itself':
      return `the client's proxy answers ${stop.status} itself`;
    case 'blackhole':
      return 'the mesh does not know this address and drops what goes there (REGISTRY_ONLY)';
    case 'no-listener':
    case 'no-chain':
    case 'no-filter':
      return "the client's own proxy takes no such connection";
    case 'closed':
      return `the client's own proxy closes the connection: ${stop.reason}`;
    case 'stalled':
    case 'unknown':
      return undefined;
  }
}

/** Flags and status codes that are known to have other reasons, over an edge that works. */
function observedWords(status: number | undefined, flags: readonly string[]): string | undefined {
  const flag = flags.find((each) => impostors.has(each));
  if (flag !== undefined) return impostors.get(flag);
  return status === undefined ? undefined : statusWords.get(status);
}

const statusWords: ReadonlyMap<number, string> = new Map([
  [401, '401 is about a token (RequestAuthentication), not about certificates'],
  [404, '404 came from a route or from the application'],
  [429, '429 is a rate limit'],
]);

const impostors: ReadonlyMap<string, string> = new Map([
  ['UH', 'UH means that the cluster has no healthy endpoint'],
  ['NC', 'NC means that the route leads to a cluster that does not exist'],
  ['UO', 'UO is a circuit breaker'],
  ['RL', 'RL is a rate limit'],
  ['RLSE', 'RLSE is the rate limit service'],
  ['UT', 'UT means that the answer took too long'],
]);
