import { defineCause, found } from './cause.ts';

/** The inner connection is plain, because the tunnel around it is mutual TLS. */
export const hboneNotPlaintext = defineCause({
  code: 'hbone-not-plaintext',
  title: 'it looks like plaintext and is HBONE: mutual TLS on port 15008',
  group: 'Ambient, other meshes, impostors',
  reads: ['client', 'endpoint'],
  find: ({ edge, client, endpoint }) => {
    if (edge.outcome !== 'mtls' || edge.decision.kind !== 'tunnel') return undefined;
    return found({ via: client?.tunnel?.cluster.name ?? '' }, endpoint?.at);
  },
  role: () => 'notice',
  confidence: 'proven',
  because: ({ via }, edge) =>
    `${edge.client.name} reaches ${edge.server.name} through an HBONE tunnel${via === '' ? '' : ` (${via})`}: the mutual TLS is around it, on port 15008, so the connection inside needs none`,
  fix: () => [{ text: 'Nothing is wrong; nothing needs to be changed.' }],
  page: {
    see: 'A tool, or a look at the cluster, says "no mTLS" for a service of an ambient mesh.',
    why: 'With HBONE a proxy opens one mutual TLS connection to port 15008 and carries the real one inside it as an HTTP/2 CONNECT. The inner socket is raw on purpose. Chains of `main_internal` are plain for the same reason.',
    shows: [
      {
        where: 'client',
        what: 'the socket match `tunnel: http` leads to `internal_upstream`; the cluster `connect_originate` has the TLS',
      },
      { where: 'endpoints', what: '`envoy.transport_socket_match: {tunnel: http}` and an internal address' },
      { where: 'server', what: 'the listener `connect_terminate` on 15008 demands a client certificate' },
    ],
    unless: 'Without the tunnel mark the client sends what the rest of the cluster says: `endpoint-no-sidecar`.',
  },
  example: { via: 'connect_originate' },
  references: ['https://github.com/istio/istio/issues/43587', 'https://github.com/istio/istio/issues/53526'],
});
