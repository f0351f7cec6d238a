import { evidence } from '../evidence.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { defineCause, found, type Found } from './cause.ts';
import { orderMutualTls } from './fix/fixes.ts';

/** A gateway between networks routes by the server name of the mesh's own TLS, so plaintext cannot pass. */
export const eastwestNeedsMtls = defineCause({
  code: 'eastwest-needs-mtls',
  title: 'the way to another network is open for mutual TLS only',
  group: 'Gateways, multicluster, freshness',
  reads: ['client', 'server', 'others'],
  insteadOf: ['sni-no-match', 'not-mtls-impostor', 'gateway-server-mode'],
  find: ({ edge, client, server, others }): Found<{ how: 'refused' | 'vanished' }> | undefined => {
    const { decision } = edge;
    const listener = server?.receiving.listener;
    // Chains for `outbound_.PORT_.SUBSET_.HOST` are those of AUTO_PASSTHROUGH.
    const passes = listener?.filterChains.find(({ match }) =>
      match.serverNames.some((name) => parseClusterName(name)?.direction === 'outbound'),
    );
    if (
      server?.gateway === true &&
      listener !== undefined &&
      passes !== undefined &&
      edge.outcome === 'fails' &&
      (decision.kind === 'tls-no-chain' || decision.kind === 'plaintext-no-chain')
    ) {
      return found({ how: 'refused' }, evidence(listener.place, `${passes.path}/filter_chain_match`), client?.at);
    }
    if (
      decision.kind !== 'stopped' ||
      decision.stop.kind !== 'no-endpoints' ||
      client?.cluster === undefined ||
      client.setup !== 'raw'
    )
      return undefined;
    const elsewhere = others.endpointsElsewhere(edge.service.host, edge.port);
    return elsewhere ? found({ how: 'vanished' }, client.at) : undefined;
  },
  confidence: ({ how }) => (how === 'refused' ? 'proven' : 'possible'),
  because: ({ how }, edge) =>
    how === 'refused'
      ? `${edge.server.name} forwards by the server name of the mesh's own mutual TLS, and ${edge.client.name} does not send that`
      : `${edge.client.name} sends plaintext to ${edge.service.host}, and endpoints in other networks are left out for such clients: the gateway between the networks could not route them`,
  fix: (_facts, edge) => [
    orderMutualTls(
      edge,
      "Let the clients send mutual TLS (in the service's namespace or the root namespace, where all networks see it):",
    ),
    { text: 'A client without a proxy cannot use this gateway; bring it into the mesh.' },
  ],
  page: {
    see: 'Endpoints of the other cluster vanish, or calls to them fail, when mutual TLS is switched off for a service. Port 15443 refuses everything that is not the mesh’s.',
    why: 'An east-west gateway (`AUTO_PASSTHROUGH`) does not open the TLS; it reads the server name `outbound_.PORT_.SUBSET_.HOST` and the ALPN that Istio’s clients send, and forwards. Plaintext has no name, so istiod leaves remote endpoints out for clients that would send it.',
    shows: [
      { where: 'server', what: 'chains with `server_names: [outbound_.…]` and `application_protocols: [istio, …]`' },
      { where: 'endpoints', what: 'none of another network in the client’s cluster, while other clients have them' },
    ],
    unless: 'A name that the gateway really does not have is `sni-no-match`.',
  },
  example: { how: 'refused' },
  references: [
    'https://github.com/istio/istio/issues/38704',
    'https://github.com/istio/istio/issues/28798',
    'https://github.com/istio/istio/issues/38762',
  ],
});
