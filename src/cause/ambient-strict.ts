import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { exemptPort } from './fix/fixes.ts';
import { orDefault } from './fix/resources.ts';
import { policyName } from './words.ts';

/** ztunnel stands in front of the server and refuses plaintext. */
export const ambientStrict = defineCause({
  code: 'ambient-strict',
  title: 'the server is in an ambient mesh, where ztunnel refuses plaintext',
  group: 'Ambient, other meshes, impostors',
  reads: ['client', 'endpoint', 'server', 'policies', 'others'],
  insteadOf: ['endpoint-no-sidecar', 'pod-ip-passthrough'],
  find: ({ edge, client, endpoint, server, policies, others }) => {
    if (edge.outcome === 'mtls' || endpoint === undefined || server?.proxy !== undefined) return undefined;
    const ztunnel = others.ztunnelFor(endpoint.address.ip);
    const plain = client === undefined || client.sends === 'nothing';
    if (ztunnel === undefined || !plain) return undefined;
    const strict = policies?.all.peerAuthentications.find(
      ({ namespace, mode, selector }) =>
        mode === 'STRICT' &&
        selector === undefined &&
        (namespace === edge.server.namespace || namespace === edge.rootNamespace),
    );
    return found(
      { policy: strict && { namespace: strict.namespace, name: strict.name }, ztunnel: ztunnel.name },
      strict && evidence(strict.place, '/spec/mtls'),
      endpoint.at,
      client?.at,
    );
  },
  confidence: ({ policy }) => (policy === undefined ? 'possible' : 'consistent'),
  because: ({ policy, ztunnel }, edge) =>
    `${edge.server.name} is served by ${ztunnel}, which takes HBONE, and ${edge.client.name} sends plaintext; ${policy === undefined ? 'where mutual TLS is STRICT, ztunnel closes it' : `${policyName(policy)} says STRICT, so ztunnel closes it`}`,
  fix: (_facts, edge) => [
    {
      text: 'Bring the client into the ambient mesh:',
      command: `kubectl label namespace ${orDefault(edge.client.namespace === '' ? 'CLIENT_NAMESPACE' : edge.client.namespace)} istio.io/dataplane-mode=ambient`,
    },
    exemptPort(edge, 'Or exempt the port (in ambient, DISABLE is ignored; PERMISSIVE is what lets plaintext in):'),
  ],
  page: {
    see: 'Plaintext to a pod without any sidecar is closed. The pod has no Envoy whose dump would tell.',
    why: 'In ambient mode a ztunnel on the node serves the pod. A STRICT PeerAuthentication becomes a rule of ztunnel that refuses everything without an identity. `DISABLE` does not exist there.',
    shows: [
      { where: 'elsewhere', what: 'ztunnel’s own dump lists the workload with protocol HBONE' },
      { where: 'policies', what: 'a PeerAuthentication with `mode: STRICT`' },
    ],
    unless: 'A client that speaks HBONE is fine, although its inner connection looks plain: `hbone-not-plaintext`.',
  },
  example: { policy: { namespace: 'demo', name: 'default' }, ztunnel: 'ztunnel-4xk2p' },
  references: ['https://github.com/istio/istio/issues/42696', 'https://github.com/istio/istio/issues/52874'],
});
