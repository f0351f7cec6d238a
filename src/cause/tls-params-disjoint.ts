import { defineCause, found } from './cause.ts';

/** The two sides have no TLS version, cipher or curve in common. */
export const tlsParamsDisjoint = defineCause({
  code: 'tls-params-disjoint',
  title: 'client and server have no TLS version, cipher or curve in common',
  group: 'Protocol',
  reads: ['client', 'server', 'handshake'],
  find: ({ client, server, handshake }) => {
    if (handshake?.kind !== 'fails') return undefined;
    const what = subjects.get(handshake.reason);
    return what === undefined ? undefined : found({ what, detail: handshake.detail }, client?.at, server?.demandAt);
  },
  confidence: 'proven',
  because: ({ what, detail }, edge) =>
    `${edge.client.name} and ${edge.server.name} find no TLS ${what} in common: ${detail}`,
  fix: () => [
    {
      text: 'Set the minimum for the whole mesh, where both sides get it (clients offer up to TLS 1.3 by themselves):',
      yaml: 'meshConfig:\n  meshMTLS:\n    minProtocolVersion: TLSV1_2',
    },
    {
      text: 'Take away what narrows one side only: an EnvoyFilter, a FIPS build, `cipherSuites` or `ecdhCurves`.',
      command:
        "kubectl get envoyfilter -A -o yaml | grep -n -E 'tls_params|protocol_version|cipher_suites|ecdh_curves'",
    },
  ],
  page: {
    see: '503 `UF` with `TLSV1_ALERT_PROTOCOL_VERSION` or `HANDSHAKE_FAILURE` at the client; `UNSUPPORTED_PROTOCOL`, `NO_SHARED_CIPHER` or `NO_SHARED_GROUP` at the server.',
    why: 'Before any certificate is shown the two sides agree on a version, a cipher and a curve. An Envoy as a client offers only TLS 1.2 unless told otherwise (Istio tells it); a server that insists on 1.3, or on ciphers the client does not have, ends it there.',
    shows: [
      {
        where: 'client',
        what: '`tls_params` of the cluster: `tls_minimum_protocol_version`, `tls_maximum_protocol_version`, `cipher_suites`, `ecdh_curves`',
      },
      { where: 'server', what: 'the same of the filter chain' },
    ],
    unless: 'If a minimum stands above a maximum on one side, no peer at all can fit: `envoyfilter-tls-patch`.',
  },
  example: { what: 'version', detail: 'the client offers TLSv1_2, the server takes TLSv1_3' },
  references: [
    'https://github.com/istio/istio/issues/36113',
    'https://github.com/istio/istio/issues/41645',
    'https://github.com/istio/istio/issues/36301',
  ],
});

const subjects: ReadonlyMap<string, string> = new Map([
  ['no-common-version', 'version'],
  ['no-supported-versions', 'version'],
  ['no-common-cipher', 'cipher'],
  ['no-common-group', 'curve'],
]);
