import { defineCause, found } from './cause.ts';
import { accepts } from './words.ts';
import { orDefault } from './fix/resources.ts';
import { toYaml } from './fix/yaml.ts';

/** The port is in no Service: clients know nothing about it, and the server's catch-all decides. */
export const undeclaredPort = defineCause({
  code: 'undeclared-port',
  title: 'the port is in no Service',
  group: 'Server-side policy',
  reads: ['client', 'server'],
  insteadOf: ['pod-ip-passthrough'],
  find: ({ edge, client, server }) => {
    if (edge.outcome === 'mtls' || server?.proxy === undefined || server.gateway || !server.catchAll || edge.declared)
      return undefined;
    // A client without a proxy would send plaintext to a declared port as well.
    if (client?.special !== 'passthrough') return undefined;
    return found({ mode: server.mode }, client.at, server.demandAt ?? server.plaintextAt);
  },
  // Where the server takes only plaintext anyway, the way there is not what decides.
  confidence: ({ mode }) => (mode === 'DISABLE' ? 'consistent' : 'proven'),
  because: ({ mode }, edge) =>
    `no Service declares port ${edge.targetPort} of ${edge.server.name}: clients forward it as they get it, in plaintext, and the server's catch-all chain ${accepts(mode)}`,
  fix: (_facts, edge) => [
    {
      text: 'Declare the port beside the others of the Service, then clients know what is behind it:',
      yaml: toYaml({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name:
            edge.service.name.includes(':') || /^\d/u.test(edge.service.name) ? edge.server.name : edge.service.name,
          namespace: orDefault(edge.server.namespace),
        },
        spec: {
          selector: { app: edge.server.labels['app'] ?? edge.server.name },
          ports: [{ name: `tcp-${edge.targetPort}`, port: edge.targetPort, targetPort: edge.targetPort }],
        },
      }),
    },
  ],
  page: {
    see: 'Policy seems ignored on one port, or that port is reset under STRICT while the others are fine.',
    why: "istiod knows the ports of Services. A port that no Service declares has no cluster at the clients, so it goes through `PassthroughCluster` as plaintext, and no chain of its own at the server, so the catch-all chains decide. Old versions left the catch-all open under STRICT; newer ones let it obey the workload's mode.",
    shows: [
      { where: 'client', what: '`PassthroughCluster`' },
      { where: 'server', what: 'no chain with this `destination_port`; the chains without one decide' },
    ],
    unless: 'If the port is declared and was dialled by pod IP, it is `pod-ip-passthrough`.',
  },
  example: { mode: 'STRICT' },
  references: [
    'https://github.com/istio/istio/issues/15633',
    'https://github.com/istio/istio/issues/11246',
    'https://github.com/istio/istio/issues/27994',
    'https://github.com/istio/istio/issues/31297',
  ],
});
