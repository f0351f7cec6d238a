import { evidence } from '../evidence.ts';
import type { PortMode } from '../istio/server-mode.ts';
import { defineCause, found } from './cause.ts';
import type { CauseContext } from './context/context.ts';
import type { EdgeFacts } from './context/edge-facts.ts';
import { wouldMatter } from './context/policy-that-would.ts';
import { exemptPort } from './fix/fixes.ts';
import { policyName } from './words.ts';
import { peerPolicy } from './fix/resources.ts';

/** `portLevelMtls` counts the workload's ports, and the number written is the Service's. */
export const paPortIsContainerPort = defineCause({
  code: 'pa-port-is-container-port',
  title: 'portLevelMtls names the port of the Service, not of the workload',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const { edge, server, policies } = context;
    if (server?.proxy === undefined || server.gateway || edge.port === edge.targetPort) return undefined;
    const peer = policies?.peer;
    const written = peer?.ports.find(({ port }) => port === edge.port);
    const ordered = written === undefined || written.inherited ? undefined : written.mode;
    const stray = strayPort(context);
    const mode = wouldMatter(context, ordered ?? (stray === undefined ? undefined : simpleMode(stray)));
    if (mode === undefined) return undefined;
    const policy = ordered === undefined ? undefined : peer?.portsDecidedBy;
    return found(
      { mode, policy: policy && { namespace: policy.namespace, name: policy.name } },
      policy && evidence(policy.place, `/spec/portLevelMtls/${edge.port}`),
      stray?.chains[0] &&
        evidence(stray.listener.place, stray.chains[0].path, 'a chain for a port that no Service leads to'),
      server.demandAt ?? server.plaintextAt,
    );
  },
  confidence: ({ policy }) => (policy === undefined ? 'consistent' : 'proven'),
  because: ({ mode, policy }, edge) =>
    `${policy === undefined ? `a policy for ${edge.server.name}` : policyName(policy)} sets ${mode} for port ${edge.port}, which is the Service's; the workload listens on ${edge.targetPort}, so nothing changed there`,
  fix: ({ mode }, edge) => {
    const text = `Write the workload's port (the Service's targetPort, ${edge.targetPort}) instead of ${edge.port}:`;
    const policies = withoutPort(edge, edge.port);
    return [
      mode === 'STRICT'
        ? { text, yaml: peerPolicy(policies, 'workload', 'PERMISSIVE', 'STRICT') }
        : exemptPort(policies, text, mode),
    ];
  },
  page: {
    see: 'A port was exempted, or tightened, in a PeerAuthentication, and behaves as before.',
    why: 'PeerAuthentications are about workloads, so `portLevelMtls` counts the port that the container listens on. DestinationRules, and legacy Policies, count the port of the Service. Where the two numbers differ, one copied from the other hits nothing.',
    shows: [
      {
        where: 'server',
        what: 'a chain with `destination_port` of the Service that leads to no inbound cluster, and an unchanged chain for the target port',
      },
      { where: 'policies', what: 'a `portLevelMtls` key that is a port of the Service and not of the container' },
    ],
    unless: 'With the right number and no selector the port is ignored as well: `pa-portlevel-without-selector`.',
  },
  example: { mode: 'PERMISSIVE', policy: { namespace: 'demo', name: 'web' } },
  references: ['https://github.com/istio/istio/issues/49098', 'https://github.com/istio/istio.io/issues/6546'],
});

/** A chain of its own for the Service's port, which nobody ever dials at the pod, with another mode. */
function strayPort({ edge, server }: CauseContext): PortMode | undefined {
  const stray = server?.modes.find(({ port }) => port === edge.port);
  return stray === undefined || stray.mode === server?.mode ? undefined : stray;
}

function simpleMode({ mode }: PortMode): 'STRICT' | 'PERMISSIVE' | 'DISABLE' | undefined {
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE' ? mode : undefined;
}

/** The edge with the wrong port taken out of the policies in force: the fix writes down what is left. */
function withoutPort(edge: EdgeFacts, wrong: number): EdgeFacts {
  const inForce = [...edge.inForce].map(([scope, policy]) => {
    const ports = policy.ports.filter(({ port }) => port !== wrong);
    return [scope, { ...policy, ports }] as const;
  });
  return { ...edge, inForce: new Map(inForce) };
}
