/** One question walked to its end: every endpoint the connection may reach, and what decides there. */
import type { Cluster, Proxy, WeightedCluster } from '../envoy/model.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import { destinationOf, isServiceAddress } from './destination.ts';
import type { Mesh } from './mesh.ts';
import { isGateway, walkGateway } from './gateway.ts';
import type { Destination, OutboundPath, OutboundStop, Sending, Target, Trace } from './model.ts';
import { byServiceName, podArgument, walkOutbound, type OutboundResult } from './outbound.ts';
import { pair } from './pair.ts';
import type { EdgeQuestion } from './question.ts';
import { receive } from './receiving.ts';
import { sendingThrough, sendingWithoutProxy } from './sending.ts';
import { podsBehind, targetsOf } from './targets.ts';
import { isClusterSelection } from './selection.ts';
import { tunnelNotSeen, walkTunnel } from './tunnel.ts';

/** The name of a client that has no proxy. */
export const outside = 'outside';

/**
 * Walks a question. At least one trace comes back; one per endpoint where there are several.
 * A `from` that is no proxy of the mesh is a client without one.
 */
export function traceEdge(mesh: Mesh, question: EdgeQuestion): readonly Trace[] {
  const client = question.from === outside ? undefined : mesh.proxyNamed(question.from);
  return client === undefined ? traceWithoutProxy(mesh, question) : traceFrom(mesh, client, question);
}

function traceFrom(mesh: Mesh, client: Proxy, question: EdgeQuestion): readonly Trace[] {
  const destination = destinationOf(mesh, client, question.host, question.port);
  const walked = walkClient(client, destination, question);
  if ('stop' in walked)
    return [{ question, client, path: walked.path, decision: { kind: 'stopped', stop: walked.stop } }];
  return walked.clusters.flatMap((weighted) => throughCluster(mesh, client, question, walked.path, weighted));
}

/** A gateway that has no route to the service still has the service's cluster. */
function walkClient(client: Proxy, destination: Destination, question: EdgeQuestion): OutboundResult {
  if (!isGateway(client)) return walkOutbound(client, destination, question);
  const walked = walkGateway(client, destination, question);
  if (walked !== undefined) return walked;
  const path: OutboundPath = { destination, unknownAddress: false };
  return byServiceName(client, path, {
    what: `a route of ${client.name} to ${destination.host}:${destination.port}`,
    decides: 'without one nothing is forwarded there',
    command: `istioctl proxy-config route ${podArgument(client)} -o json`,
  });
}

function throughCluster(
  mesh: Mesh,
  client: Proxy,
  question: EdgeQuestion,
  path: OutboundPath,
  { name, weight }: WeightedCluster,
  within: readonly string[] = [],
): readonly Trace[] {
  const cluster = indexOf(client).cluster(name);
  const base = { question, client, path, ...(weight !== 100 && { weight }) };
  if (cluster === undefined) return [{ ...base, decision: { kind: 'stopped', stop: clusterNotSeen(client, name) } }];
  if (cluster.type === 'AGGREGATE') {
    const traces = throughAggregate(cluster, within, (member) =>
      throughCluster(mesh, client, question, path, { name: member, weight }, [...within, name]),
    );
    const stop: OutboundStop = { kind: 'no-endpoints', cluster: name, unhealthy: 0 };
    return traces.length > 0 ? traces : [{ ...base, cluster, decision: { kind: 'stopped', stop } }];
  }
  const found = targetsOf(mesh, client, cluster, path.destination);
  if ('stop' in found) return [{ ...base, cluster, decision: { kind: 'stopped', stop: found.stop } }];
  const targets = selected(found.targets, question);
  if (targets.length === 0) {
    return [{ ...base, cluster, decision: { kind: 'stopped', stop: endpointNotSeen(client, name, question) } }];
  }
  return targets.map((target) => traceTarget(mesh, { ...base, client, cluster }, target));
}

/**
 * The first cluster of an aggregate with a healthy endpoint has all the traffic, with a transport socket of its own.
 * Source: envoy `source/extensions/clusters/aggregate/cluster.cc`.
 */
function throughAggregate(
  { name, aggregate }: Cluster,
  within: readonly string[],
  through: (member: string) => readonly Trace[],
): readonly Trace[] {
  let last: readonly Trace[] = [];
  for (const member of within.includes(name) ? [] : aggregate) {
    last = through(member);
    const isEmpty = last.every(({ decision }) => decision.kind === 'stopped' && decision.stop.kind === 'no-endpoints');
    if (last.length > 0 && !isEmpty) return last;
  }
  return last;
}

/** Envoy's own answer where all its clusters were read; where only some were, nobody knows. */
function clusterNotSeen(client: Proxy, name: string): OutboundStop {
  if (client.seen.clusters && !isClusterSelection(client)) return { kind: 'cluster-not-found', cluster: name };
  return {
    kind: 'unknown',
    missing: {
      what: `the cluster ${name} of ${client.name}`,
      decides: 'it says what is sent, and to whom',
      command: `istioctl proxy-config cluster ${podArgument(client)} -o json`,
    },
  };
}

/**
 * Only the endpoint that was asked for, where it is among them; else all of them, or none where they only stand in for
 * endpoints that were not seen.
 */
function selected(targets: readonly Target[], question: EdgeQuestion): readonly Target[] {
  if (question.endpoint === undefined) return targets;
  const asked = targets.filter((target) => endpointText(target) === question.endpoint);
  return asked.length > 0 ? asked : targets.filter(({ known }) => known !== 'from-server');
}

function endpointNotSeen(client: Proxy, cluster: string, { endpoint }: EdgeQuestion): OutboundStop {
  return {
    kind: 'unknown',
    missing: {
      what: `the endpoints of ${cluster}`,
      decides: `${endpoint ?? ''} is reached only as one of them`,
      command: `istioctl proxy-config eds ${podArgument(client)} -o json`,
    },
  };
}

/** `ip:port`, IPv6 in brackets. */
export function endpointText({ address: { ip, port } }: Target): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

interface Reached {
  readonly question: EdgeQuestion;
  readonly client: Proxy;
  readonly path: OutboundPath;
  readonly cluster: Cluster;
  readonly weight?: number;
}

function traceTarget(mesh: Mesh, reached: Reached, target: Target): Trace {
  const { client, path, cluster, question } = reached;
  const sending = sendingThrough(client, path, cluster, target, question);
  const alternatives = (sending.alternatives ?? []).map((each) => traceSending(mesh, reached, target, each));
  const [first] = alternatives;
  if (first !== undefined)
    return alike(alternatives) ? first : undecidedBetween(reached, target, sending, alternatives);
  return traceSending(mesh, reached, target, sending);
}

function traceSending(mesh: Mesh, reached: Reached, target: Target, sending: Sending): Trace {
  const { client, question } = reached;
  const untold = tunnelNotSeen(client, target, sending);
  if (untold !== undefined) return { ...reached, target, sending, decision: { kind: 'unknown', missing: [untold] } };
  const tunnelled = walkTunnel(mesh, client, question, target, sending);
  if (tunnelled !== undefined) {
    const { tunnel, inner } = tunnelled;
    const { decision } = tunnel;
    return {
      ...reached,
      target,
      sending,
      receiving: inner,
      tunnel,
      ...(tunnel.handshake !== undefined && { handshake: tunnel.handshake }),
      decision: decision.kind === 'handshake' ? { kind: 'tunnel', mutual: decision.mutual } : decision,
    };
  }
  const receiving = receive(mesh, client, target.address, sending.bytes);
  return { ...reached, target, sending, receiving, ...pair(question, target, sending, receiving, mesh.at) };
}

function alike(traces: readonly Trace[]): boolean {
  const [first] = traces;
  if (first === undefined || first.decision.kind === 'unknown') return false;
  return traces.every((trace) => trace.decision.kind === first.decision.kind && wordFor(trace) === wordFor(first));
}

/** The endpoint's metadata decides, and was not seen: what would follow from each possibility is said. */
function undecidedBetween(reached: Reached, target: Target, sending: Sending, alternatives: readonly Trace[]): Trace {
  const branches = alternatives.map((trace) => {
    const reason = trace.sending?.reason;
    const match = reason?.kind === 'transport-socket-match' && reason.tagged ? reason.match : undefined;
    return `${wordFor(trace)} if ${match === undefined ? 'not' : `the endpoint is marked for ${match}`}`;
  });
  const unknown = sending.unknown === undefined ? undefined : { ...sending.unknown, decides: branches.join(', ') };
  return {
    ...reached,
    target,
    sending: { ...sending, ...(unknown !== undefined && { unknown }) },
    ...(alternatives[0]?.receiving !== undefined && { receiving: alternatives[0].receiving }),
    decision: { kind: 'unknown', missing: unknown === undefined ? [] : [unknown] },
  };
}

/** What becomes of it, or (where the server is not known) what the client sends. */
function wordFor({ decision, sending }: Trace): string {
  switch (decision.kind) {
    case 'handshake':
    case 'tunnel':
      return decision.mutual ? 'mutual TLS' : 'one-way TLS';
    case 'plaintext':
      return 'plaintext';
    case 'app-tls':
      return "the application's own TLS";
    case 'unknown':
      if (sending?.tls === undefined) return 'the client sends no TLS of its own';
      return `the client sends TLS with${sending.tls.side.certificates === 'none' ? 'out' : ''} its certificate`;
    case 'stopped':
    case 'handshake-fails':
    case 'plaintext-at-tls-chain':
    case 'plaintext-no-chain':
    case 'tls-at-plaintext-chain':
    case 'tls-no-chain':
    case 'tls-at-application':
    case 'stalled':
    case 'refused':
    case 'closed':
      return 'a failure';
  }
}

function traceWithoutProxy(mesh: Mesh, question: EdgeQuestion): readonly Trace[] {
  const destination = destinationOf(mesh, undefined, question.host, question.port);
  const path: OutboundPath = { destination, unknownAddress: false };
  const sending = sendingWithoutProxy(question);
  const targets: readonly Target[] =
    destination.ip !== undefined && !isServiceAddress(mesh, destination.ip)
      ? [{ address: { ip: destination.ip, port: destination.port }, known: 'dialled' }]
      : podsBehind(mesh, destination);
  if (targets.length === 0) {
    const missing = {
      what: `the pods behind ${destination.host}:${destination.port}`,
      decides: 'the pod decides what is accepted',
      command: 'kubectl get endpointslices -A -o yaml',
    };
    return [{ question, path, decision: { kind: 'unknown', missing: [missing] } }];
  }
  return selected(targets, question).map((target) => {
    const receiving = receive(mesh, undefined, target.address, sending.bytes);
    return { question, path, target, sending, receiving, ...pair(question, target, sending, receiving, mesh.at) };
  });
}
