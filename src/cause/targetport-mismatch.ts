import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';

/** The server's proxy listens for one port, and clients are sent to another. */
export const targetportMismatch = defineCause({
  code: 'targetport-mismatch',
  title: "the mesh's listener and the application's port do not fit together",
  group: 'Ambient, other meshes, impostors',
  reads: ['client', 'server'],
  insteadOf: ['not-mtls-impostor', 'undeclared-port'],
  find: ({ edge, client, server }) => {
    if (
      edge.outcome !== 'fails' ||
      server?.proxy === undefined ||
      server.gateway ||
      edge.port === edge.targetPort ||
      client === undefined
    )
      return undefined;
    // Under its own number the port is unknown to the server; under the service's number it is served.
    const served = server.modes.find(({ port }) => port === edge.port);
    const unknown = server.receiving.absent !== undefined || (server.catchAll && client.special === undefined);
    if (served === undefined || !unknown || client.clusterName === undefined) return undefined;
    const chain = served.chains[0];
    return found(
      { served: served.port },
      chain && evidence(served.listener.place, chain.path, `serves port ${served.port}`),
      client.at,
    );
  },
  confidence: 'consistent',
  because: ({ served }, edge) =>
    `clients are sent to port ${edge.targetPort} of ${edge.server.name}, and its proxy serves port ${served}: the listener was made for the service's number`,
  fix: ({ served }, edge) => [
    {
      text: `Use one number for both: let the listener of the mesh (AWS App Mesh: \`portMapping\` of the virtual node; else \`targetPort\`) name the port the application listens on.`,
    },
    { text: `Here: ${served} at the proxy, ${edge.targetPort} at the endpoint, ${edge.port} at the service.` },
  ],
  page: {
    see: '`UF`, connection refused or `WRONG_VERSION_NUMBER`, for every client, since the service exists.',
    why: 'Somebody wrote the service’s port where the workload’s belongs, or the other way round. The proxy then takes connections on a port that nobody dials, and those that are dialled meet nothing, or the application itself.',
    shows: [
      { where: 'client', what: 'the endpoint’s port' },
      { where: 'server', what: 'a listener or chain for the service’s port and none for the endpoint’s' },
    ],
    unless: 'If only the policy names the wrong number, it is `pa-port-is-container-port`.',
  },
  example: { served: 80 },
  references: ['https://github.com/aws/aws-app-mesh-controller-for-k8s/issues/798'],
});
