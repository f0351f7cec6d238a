import { defineCause, found } from './cause.ts';
import { dialsUnknownAddress } from './context/unknown-address.ts';
import { accepts } from './words.ts';

/** The application dials a pod by its address, which no cluster of the client stands for. */
export const podIpPassthrough = defineCause({
  code: 'pod-ip-passthrough',
  title: 'the client dials an address that no service of the mesh has',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server'],
  insteadOf: ['not-mtls-impostor'],
  find: (context) => {
    const { edge, client, server } = context;
    if (
      client === undefined ||
      edge.outcome === 'mtls' ||
      edge.outcome === 'undecided' ||
      !dialsUnknownAddress(context)
    )
      return undefined;
    const refused = edge.decision.kind === 'stopped';
    if (!refused && client.sends !== 'nothing') return undefined;
    return found({ refused, mode: server?.mode, hasProxy: server?.hasProxy }, client.at, server?.demandAt);
  },
  // Where the server takes only plaintext anyway, the way there is not what decides.
  confidence: ({ mode, hasProxy }) => (mode === 'DISABLE' || hasProxy === false ? 'consistent' : 'proven'),
  because: ({ refused, mode, hasProxy }, edge) => {
    const where = `${edge.question.host}:${edge.question.port}`;
    if (refused)
      return `${where} is an address that no service of the mesh has, and ${edge.client.name}'s proxy refuses such addresses (REGISTRY_ONLY)`;
    const then = hasProxy === false ? `${edge.server.name} has no proxy` : `${edge.server.name} ${accepts(mode)}`;
    return `${where} is a pod's own address: no cluster of ${edge.client.name} stands for it, so it is forwarded untouched (PassthroughCluster); ${then}`;
  },
  fix: (_facts, edge) => [
    {
      text: `Call the service by its name instead: ${edge.service.host === edge.question.host ? 'the Service in front of this pod' : `${edge.service.host}:${edge.port}`}.`,
    },
    {
      text: 'If single pods must be reached (a StatefulSet), declare the port in the headless Service, then its pods are known by name and by address.',
    },
  ],
  page: {
    see: 'Calls to a pod IP, to a StatefulSet member, or of a pod to itself fail under STRICT, while the service name works.',
    why: 'A client’s proxy knows services: their names, addresses and ports. For any other address it has no cluster, hence no certificate to use: it forwards what the application sends (ALLOW_ANY), or nothing (REGISTRY_ONLY).',
    shows: [
      { where: 'client', what: 'the connection ends up in `PassthroughCluster`, or in `BlackHoleCluster`' },
      { where: 'server', what: 'what it makes of plaintext' },
    ],
    unless:
      'If the service is known to others and not to this client, its scope hides it: `sidecar-scope-missing`. An ingress controller with a sidecar is `ingress-to-pod-ip`.',
  },
  example: { refused: false, mode: 'STRICT', hasProxy: true },
  references: [
    'https://github.com/istio/istio/issues/31319',
    'https://github.com/istio/istio/issues/10659',
    'https://github.com/istio/istio/issues/12551',
    'https://github.com/istio/istio/issues/3398',
  ],
});
