import { isBefore } from './context/era.ts';
import { defineCause, found } from './cause.ts';
import { acceptBoth, orderPlaintext } from './fix/fixes.ts';

/** Old istiods mark endpoints for mutual TLS although a policy for the workload switched it off there. */
export const paWorkloadPre112 = defineCause({
  code: 'pa-workload-pre-1.12',
  title: 'auto mTLS of Istio before 1.12 does not see policies for workloads and ports',
  group: 'Server-side policy',
  reads: ['client', 'server', 'endpoint'],
  find: ({ edge, client, server, endpoint }) => {
    if (edge.outcome !== 'fails' || client?.setup !== 'auto' || client.sends !== 'istio-mutual') return undefined;
    if (endpoint?.mark !== 'istio' || server?.mode !== 'DISABLE' || server.gateway) return undefined;
    const version = edge.client.version ?? edge.server.version;
    if (version !== undefined && !isBefore(version, 1, 12)) return undefined;
    return found(
      { version: version === undefined ? '' : `${version.major}.${version.minor}` },
      endpoint.at,
      client.at,
      server.plaintextAt,
    );
  },
  confidence: ({ version }) => (version === '' ? 'possible' : 'proven'),
  because: ({ version }, edge) =>
    `${edge.client.name} sends mutual TLS because the endpoint is marked for it, and ${edge.server.name} takes only plaintext: ${version === '' ? 'Istio before 1.12' : `Istio ${version}`} does not look at policies for single workloads when it marks endpoints`,
  fix: (_facts, edge) => [
    orderPlaintext(edge, 'Tell the clients as well:'),
    acceptBoth(edge, 'Or let the server take both:'),
    { text: 'From Istio 1.12 on clients find out by themselves.' },
  ],
  page: {
    see: '503 with `WRONG_VERSION_NUMBER` after a PeerAuthentication switched mutual TLS off for one workload or one port.',
    why: 'Before 1.12 auto mTLS knew only the policies of namespace and mesh. A narrower one changed the server and left the clients as they were; a DestinationRule had to tell them.',
    shows: [
      { where: 'endpoints', what: 'the endpoint is marked `tlsMode: istio`' },
      { where: 'server', what: 'only `raw_buffer` chains for the port' },
      { where: 'elsewhere', what: '`ISTIO_VERSION` in the bootstrap' },
    ],
    unless: 'From 1.12 on the same picture means that one of the two has not got the last push: `stale-proxy`.',
  },
  example: { version: '1.9' },
  references: ['Istio 1.12 change notes', 'https://github.com/istio/istio/issues/33809'],
});
