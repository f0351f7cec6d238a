/** The names of an edge, as sentences and fixes need them: who, whom, which service, which port. */
import type { Mesh } from '../../edge/mesh.ts';
import type { Decision, Trace } from '../../edge/model.ts';
import type { EdgeQuestion } from '../../edge/question.ts';
import type { Proxy } from '../../envoy/model.ts';
import { parseClusterName } from '../../istio/cluster-name.ts';
import { rulesForOthers } from '../../policy/destination-rule-for.ts';
import type { DestinationRule } from '../../policy/destination-rule.ts';
import type { PeerScope } from '../../policy/effective-peer-authentication.ts';
import type { PeerAuthentication } from '../../policy/peer-authentication.ts';
import type { Outcome } from '../../verdict/model.ts';
import { clientPeer, serverPeer } from '../../verdict/peers.ts';
import { eraOf, parseIstioVersion, type Era, type IstioVersion } from './era.ts';
import { serviceAt } from './service-at.ts';

/** One end of an edge. Empty strings where nothing is known. */
export interface Party {
  /** Workload, pod or address, as people know it; `outside` for a client that has no proxy. */
  readonly name: string;
  readonly namespace: string;
  readonly pod: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly version?: IstioVersion;
}

export interface EdgeFacts {
  readonly question: EdgeQuestion;
  readonly outcome: Outcome;
  readonly decision: Decision;
  readonly client: Party;
  readonly server: Party;
  /** The service that is dialled, or that the dialled pod belongs to. `host` is what rules must name. */
  readonly service: { readonly host: string; readonly name: string; readonly namespace: string };
  /** Port of the service: what DestinationRules count. */
  readonly port: number;
  /** Some service leads to this port of the workload. */
  readonly declared: boolean;
  /** Port of the workload: what PeerAuthentications count. */
  readonly targetPort: number;
  readonly era: Era;
  readonly rootNamespace: string;
  /** PeerAuthentications that count for the server, by scope, of those beside the dumps: changed rather than joined. */
  readonly inForce: ReadonlyMap<PeerScope, PeerAuthentication>;
  /** DestinationRules that are for other clients and yet keep this one from finding any beyond their namespace. */
  readonly rulesForOthers: readonly DestinationRule[];
}

/** Collects the names from the walk. */
export function edgeFacts(mesh: Mesh, trace: Trace, outcome: Outcome, rootNamespace: string): EdgeFacts {
  const client = party(clientPeer(trace), trace.client);
  const serverProxy = trace.tunnel?.receiving.proxy ?? trace.receiving?.proxy;
  const server = party(serverPeer(trace) ?? { name: trace.question.host, namespace: '' }, serverProxy);
  const { service, port, declared } = serviceOf(mesh, trace, server);
  return {
    question: trace.question,
    outcome,
    decision: trace.decision,
    client,
    server,
    service,
    port,
    declared,
    targetPort: trace.target?.address.port ?? trace.question.port,
    era: eraOf(client.version ?? server.version),
    rootNamespace,
    inForce: inForceAt(mesh, serverProxy),
    rulesForOthers: inTheWay(mesh, trace.client, service),
  };
}

const none: ReadonlyMap<PeerScope, PeerAuthentication> = new Map();

function inForceAt({ policies }: Mesh, server: Proxy | undefined): EdgeFacts['inForce'] {
  if (policies === undefined || server === undefined) return none;
  return policies.peers.effectiveFor(server.node).chosen;
}

function inTheWay(
  { policies }: Mesh,
  client: Proxy | undefined,
  service: EdgeFacts['service'],
): readonly DestinationRule[] {
  return policies === undefined || client === undefined ? [] : rulesForOthers(policies.rules, client.node, service);
}

function party(peer: { readonly name: string; readonly namespace: string }, proxy: Proxy | undefined): Party {
  const version = proxy === undefined ? undefined : parseIstioVersion(proxy.node.istioVersion);
  return {
    name: peer.name,
    namespace: peer.namespace,
    pod: proxy?.node.pod ?? '',
    labels: proxy?.node.labels ?? {},
    ...(version !== undefined && { version }),
  };
}

function serviceOf(mesh: Mesh, trace: Trace, server: Party): Pick<EdgeFacts, 'service' | 'port' | 'declared'> {
  const { cluster, target, path } = trace;
  const name = cluster === undefined ? undefined : parseClusterName(cluster.name);
  if (cluster !== undefined && name?.direction === 'outbound') {
    const namespace = cluster.istio.services[0]?.namespace;
    return { service: named(name.host, namespace ?? server.namespace), port: name.port, declared: true };
  }
  const behind = target === undefined ? undefined : serviceAt(mesh, target.address);
  if (behind !== undefined) return { service: named(behind.host, server.namespace), port: behind.port, declared: true };
  return { service: named(path.destination.host, server.namespace), port: trace.question.port, declared: false };
}

/** `NAME.NAMESPACE.svc.…` says its namespace itself; other hosts are told it. */
function named(host: string, namespace: string): EdgeFacts['service'] {
  const [name = host, second, third] = host.split('.');
  return { host, name, namespace: third === 'svc' && second !== undefined ? second : namespace };
}
