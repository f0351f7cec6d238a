import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { isMeshWide } from './context/neighbours.ts';
import { enableAutoMtls, orderMutualTls } from './fix/fixes.ts';
import { accepts, target } from './words.ts';

/** No client decides by endpoint: what no DestinationRule orders is plaintext. */
export const automtlsDisabled = defineCause({
  code: 'automtls-disabled',
  title: 'auto mTLS is switched off',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server', 'policies', 'others'],
  find: ({ edge, client, server, policies, others }) => {
    if (
      edge.outcome === 'mtls' ||
      client?.setup !== 'raw' ||
      client.sends !== 'nothing' ||
      client.clusterName === undefined
    )
      return undefined;
    if (
      client.rule !== undefined ||
      client.autoMtls ||
      client.cluster?.istio.external === true ||
      server?.takesMutual !== true ||
      server.gateway
    )
      return undefined;
    const settings = policies?.settings;
    // A MeshConfig that leaves it on is right, and another rule must explain the plaintext.
    if (settings?.from !== undefined && settings.enableAutoMtls) return undefined;
    const config = settings?.enableAutoMtls === false ? settings.from : undefined;
    // A policy for one server, or rules for other services, show a mesh that does it by hand.
    const byHand = client.clusters.ordersTls();
    const meshWide = !byHand && isMeshWide(others, edge.server.namespace, server.mode);
    const sure = server.takesPlaintext || meshWide;
    return found(
      { mode: server.mode, sure },
      client.at,
      config && evidence(config.place, config.path),
      server.demandAt,
    );
  },
  confidence: ({ sure }) => (sure ? 'proven' : 'consistent'),
  because: ({ mode }, edge) =>
    `none of ${edge.client.name}'s clusters chooses TLS by endpoint: auto mTLS is off, and no DestinationRule orders it for ${target(edge)}; ${edge.server.name} ${accepts(mode)}`,
  fix: (_facts, edge) => [
    enableAutoMtls(edge, 'Switch auto mTLS on for the mesh:'),
    orderMutualTls(edge, 'Or order it service by service, with a DestinationRule for each:'),
  ],
  page: {
    see: 'All traffic is plaintext, or, once servers demand mutual TLS, all of it fails at once.',
    why: 'With auto mTLS clients look at each endpoint and send mutual TLS where it can be taken. With `enableAutoMtls: false`, and in Istio up to 1.4 by default, they send what DestinationRules order, and nothing else.',
    shows: [
      { where: 'client', what: 'not one outbound cluster has `transport_socket_matches` for `tlsMode`' },
      { where: 'server', what: 'it would take mutual TLS' },
      { where: 'policies', what: '`enableAutoMtls: false` in the MeshConfig' },
    ],
    unless:
      'If all servers take only plaintext too, a mesh-wide DISABLE explains both (`pa-disable`). In a mesh that does it by hand the missing rule is the point: `legacy-policy-without-dr`.',
  },
  example: { mode: 'STRICT', sure: true },
  references: ['https://github.com/istio/istio/issues/35232'],
});
