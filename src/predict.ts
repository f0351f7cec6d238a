/** A captured mesh as it would be with other policies, ready to be asked. */
import type { Trace } from './edge/model.ts';
import { meshOf, type Mesh } from './edge/mesh.ts';
import type { Proxy, TlsContext } from './envoy/model.ts';
import type { Missing } from './edge/question.ts';
import { serviceDirectory } from './edge/service-directory.ts';
import { endpointText } from './edge/trace.ts';
import type { RawResource } from './input/model.ts';
import type { Inspected } from './inspect.ts';
import { readPolicies } from './policy/policies.ts';
import type { Deletion } from './policy/policy-changes.ts';
import { applyPolicies } from './whatif/apply.ts';
import type { Unsettled, WhatIf } from './whatif/model.ts';

/** What is predicted. */
export interface Prediction {
  readonly mesh: Mesh;
  readonly whatIf: WhatIf;
  /** What cannot be known of a connection; for the verdict's options. */
  readonly doubts: (trace: Trace) => readonly Missing[];
}

/**
 * The mesh were `changes` applied and `deletions` deleted. Policies in force are those among the
 * sources; what the dumps show of others is taken as it is.
 */
export function predict(
  { mesh, objects }: Pick<Inspected, 'mesh' | 'objects'>,
  changes: readonly RawResource[],
  deletions: readonly Deletion[] = [],
): Prediction {
  const change = { changes: readPolicies(changes), deletions };
  const whatIf = applyPolicies(mesh.proxies, readPolicies(objects), change);
  const after = meshOf(whatIf.proxies, mesh.at);
  // A service that no proxy knows any more still has its address, and applications still dial it.
  const directory = serviceDirectory([...after.proxies, ...mesh.proxies]);
  const known = namedSecrets(mesh.proxies);
  return {
    mesh: { ...after, directory },
    whatIf,
    doubts: (trace) => [...doubtsOf(trace, whatIf.unsettled), ...certificateDoubts(trace, known)],
  };
}

function doubtsOf(trace: Trace, unsettled: readonly Unsettled[]): readonly Missing[] {
  return unsettled
    .filter((doubt) => concerns(doubt, trace))
    .map(({ because }) => ({
      what: because,
      decides: 'what becomes of this connection',
      command: 'apply it to a test namespace, capture again, and run mtlscope check',
    }));
}

/** Names of secrets that captured clusters and chains use already. */
function namedSecrets(proxies: readonly Proxy[]): ReadonlySet<string> {
  const sockets = proxies.flatMap(({ clusters, listeners }) => [
    ...clusters.flatMap((each) => [
      each.transportSocket,
      ...each.transportSocketMatches.map((match) => match.transportSocket),
    ]),
    ...listeners.flatMap(({ filterChains }) => filterChains.map((chain) => chain.transportSocket)),
  ]);
  return new Set(sockets.flatMap((socket) => (socket?.kind === 'tls' ? secretsOf(socket.tls) : [])));
}

function secretsOf({ certificateSecrets, validationSecret }: TlsContext): readonly string[] {
  return [
    ...certificateSecrets.map(({ name }) => name),
    ...(validationSecret === undefined ? [] : [validationSecret.name]),
  ];
}

/** Files that Istio itself mounts: the workload's own certificate and the mesh's root. */
const istioFiles = /^(?:file-cert:.*\/cert-chain\.pem~.*\/key\.pem|file-root:.*\/root-cert\.pem)$/u;

/**
 * Certificates that a rule names for the first time: what is in them no dump can tell, and two
 * strangers do not accept each other by themselves.
 */
function certificateDoubts({ handshake, sending, receiving }: Trace, known: ReadonlySet<string>): readonly Missing[] {
  if (handshake?.kind !== 'complete' || handshake.unseen.length === 0) return [];
  const named = [sending?.tls?.context, receiving?.tls?.context].flatMap((context) =>
    context === undefined ? [] : secretsOf(context),
  );
  const strange = [...new Set(named)].filter(
    (name) => /^(?:file-|kubernetes:)/u.test(name) && !known.has(name) && !istioFiles.test(name),
  );
  if (strange.length === 0) return [];
  return [
    {
      what: `what is in ${strange.join(' and ')}, which no dump has`,
      decides: 'whether both sides accept each other',
      command: 'openssl verify -CAfile ROOT CERTIFICATE',
    },
  ];
}

/** Whether a connection depends on what is unsettled. */
function concerns({ proxy, spot }: Unsettled, trace: Trace): boolean {
  const { client, receiving, target, cluster, question } = trace;
  switch (spot.kind) {
    case 'inbound':
      return receiving?.proxy?.name === proxy && (spot.port === undefined || spot.port === target?.address.port);
    case 'gateway-listener': {
      const address = receiving?.listener?.addresses[0];
      const port = address?.kind === 'ip' ? address.port : undefined;
      return receiving?.proxy?.name === proxy && (spot.port === undefined || spot.port === port);
    }
    case 'cluster': {
      const at = target === undefined ? undefined : endpointText(target);
      const sameEndpoint = spot.endpoint === undefined || spot.endpoint === at;
      return client?.name === proxy && cluster?.name === spot.cluster && sameEndpoint;
    }
    case 'outbound':
      return (
        client?.name === proxy &&
        (spot.port === undefined || spot.port === question.port) &&
        (spot.host === undefined || spot.host === trace.path.destination.host)
      );
  }
}
