/** The client's steps in words: listener, route, cluster, endpoint, what it sends. */
import { evidence, type Evidence } from '../evidence.ts';
import type { Cluster } from '../envoy/model.ts';
import { endpointText } from '../edge/trace.ts';
import type { OutboundStop, Trace } from '../edge/model.ts';
import { parseConfigPath } from '../istio/config-path.ts';
import type { Step } from './model.ts';
import { offerEvidence } from './offer-evidence.ts';
import { serverPeer } from './peers.ts';
import { inCluster } from './tls-places.ts';

/** Steps up to the endpoint and the offer; the one that stops the walk is the last. */
export function clientSteps(trace: Trace): readonly Step[] {
  if (trace.client === undefined) return [sendsWithoutProxy(trace)];
  const steps = [listenerStep(trace), routeStep(trace), clusterStep(trace), endpointStep(trace), sendsStep(trace)];
  return steps.filter((each) => each !== undefined);
}

function step(name: Step['name'], passed: boolean | undefined, text: string, shown: readonly Evidence[]): Step {
  return { side: 'client', name, passed, text, evidence: shown };
}

function stopOf(trace: Trace): OutboundStop | undefined {
  return trace.decision.kind === 'stopped' ? trace.decision.stop : undefined;
}

function listenerStep(trace: Trace): Step {
  const { destination, listener, chain } = trace.path;
  const dialled = `${destination.ip ?? destination.host}:${destination.port}`;
  const stop = stopOf(trace);
  if (listener === undefined) {
    if (trace.path.assumed !== undefined)
      return step('listener', undefined, 'not seen: the cluster is taken by the name of the service', []);
    return step('listener', false, `no listener takes ${dialled}`, []);
  }
  const at = [evidence(listener.place, chain?.path ?? '/name')];
  if (stop?.kind === 'stalled')
    return step('listener', false, `${listener.name} waits for the client to speak first, and it never does`, at);
  if (stop?.kind === 'no-chain')
    return step('listener', false, `no filter chain of ${listener.name} takes ${dialled}`, at);
  if (stop?.kind === 'no-filter')
    return step('listener', false, `${listener.name} has no filter that forwards ${dialled}`, at);
  if (stop?.kind === 'closed')
    return step('listener', false, `${listener.name} closes the connection: ${stop.reason}`, at);
  const unknown = trace.path.unknownAddress ? ': no listener knows this address' : '';
  return step('listener', true, `${listener.name} takes ${dialled}${unknown}`, at);
}

function routeStep(trace: Trace): Step | undefined {
  const { path, question } = trace;
  if (path.filter?.kind !== 'http') return undefined;
  const stop = stopOf(trace);
  const routes = path.routeConfiguration;
  const at =
    routes === undefined ? [] : [evidence(routes.place, path.route === undefined ? routes.path : path.route.path)];
  if (stop?.kind === 'no-route')
    return step('route', false, `no route for host ${question.authority} in ${routes?.name ?? 'the routes'}`, at);
  if (stop?.kind === 'answers-itself')
    return step(
      'route',
      false,
      `the proxy answers ${stop.status} itself: host ${question.authority} is not to be reached`,
      at,
    );
  if (routes === undefined) {
    if (trace.cluster === undefined) return step('route', undefined, 'routes were not seen', []);
    return step('route', undefined, `routes were not seen; a service's own cluster is ${trace.cluster.name}`, []);
  }
  const share = trace.weight === undefined ? '' : ` (${trace.weight} % of the requests)`;
  const cluster = trace.cluster?.name ?? (stop?.kind === 'cluster-not-found' ? stop.cluster : undefined);
  if (cluster === undefined)
    return step('route', undefined, `where host ${question.authority} leads is decided at run time`, at);
  return step('route', true, `host ${question.authority} → cluster ${cluster}${share}`, at);
}

/** The route that names a cluster. */
function routeEvidence({ path: { routeConfiguration, route } }: Trace): readonly Evidence[] {
  return routeConfiguration === undefined || route === undefined
    ? []
    : [evidence(routeConfiguration.place, `${route.path}/route`)];
}

function clusterStep(trace: Trace): Step | undefined {
  const stop = stopOf(trace);
  const routed = trace.path.filter?.kind === 'http';
  if (stop?.kind === 'cluster-not-found') {
    return step('cluster', false, `there is no cluster ${stop.cluster}`, routeEvidence(trace));
  }
  const { cluster } = trace;
  if (cluster === undefined) return undefined;
  const at = [evidence(cluster.place, '/name')];
  if (stop?.kind === 'blackhole')
    return step('cluster', false, `${cluster.name} drops everything: the address is not known to the mesh`, at);
  if (stop?.kind === 'no-endpoints') {
    const unhealthy = stop.unhealthy === 0 ? 'no endpoints' : `no healthy endpoint (${stop.unhealthy} unhealthy)`;
    return step('endpoint', false, `${cluster.name} has ${unhealthy}`, at);
  }
  return routed ? undefined : step('cluster', true, cluster.name, at);
}

function endpointStep(trace: Trace): Step | undefined {
  const { target, cluster } = trace;
  if (target === undefined || cluster === undefined) return undefined;
  if (target.known === 'unlisted')
    return step('endpoint', undefined, `not seen: the endpoints of ${cluster.name} are in none of the dumps`, []);
  const peer = serverPeer(trace);
  const named =
    peer === undefined || peer.name === target.address.ip
      ? ''
      : ` is ${peer.name}${peer.namespace === '' ? '' : ` (${peer.namespace})`}`;
  const mark = '/metadata/filter_metadata/envoy.transport_socket_match';
  const at =
    target.endpoint === undefined || target.group === undefined || cluster.transportSocketMatches.length === 0
      ? []
      : [evidence(target.group.place, `${target.group.path}${target.endpoint.path}${mark}`)];
  const certain = target.known === 'from-server' ? undefined : true;
  return step('endpoint', certain, `${endpointText(target)}${named}${told(trace)}${endpointMark(trace)}`, at);
}

/** How it is known whose address this is, where the server itself does not say. */
function told({ receiving }: Trace): string {
  return receiving?.proxy?.node.addressFrom === 'endpoints'
    ? ', going by what it serves (its bootstrap, which names its address, was not read),'
    : '';
}

function endpointMark({ target, cluster, receiving }: Trace): string {
  switch (target?.known) {
    case 'dialled':
      return `, dialled as it is (${cluster?.name ?? 'no cluster'})`;
    case 'kube-proxy':
      return ', one of the pods behind the service address, chosen outside the mesh';
    case 'from-server':
      return ', going by what it takes itself; endpoints were not seen';
    case 'listed':
    case 'unlisted':
    case undefined:
      return metadataMark(target, receiving?.proxy !== undefined);
  }
}

function metadataMark(target: Trace['target'], hasProxy: boolean): string {
  if (target?.group?.metadataKnown === false) return '; whether it is marked as having a proxy was not seen';
  const metadata = target?.endpoint?.socketMatchMetadata;
  if (metadata?.['tunnel'] !== undefined) return ' and is marked for HBONE: it takes mutual TLS on port 15008';
  if (metadata?.['tlsMode'] === 'istio') return ' and is marked tlsMode=istio: it has a proxy';
  return hasProxy ? ' and is not marked tlsMode=istio, though it has a proxy' : ' and is not marked tlsMode=istio';
}

function sendsWithoutProxy(trace: Trace): Step {
  const what = trace.question.speaks === 'tls' ? 'its own TLS, without a client certificate' : 'plaintext';
  return step('sends', true, what, []);
}

function sendsStep(trace: Trace): Step | undefined {
  const { sending, cluster } = trace;
  if (sending === undefined || cluster === undefined) return undefined;
  if (sending.unknown !== undefined)
    return step(
      'sends',
      undefined,
      `depends on what was not seen (${sending.unknown.what}): ${sending.unknown.decides}`,
      [],
    );
  if (trace.tunnel !== undefined) {
    const outer = trace.tunnel;
    return step(
      'sends',
      true,
      `an HBONE tunnel: mutual TLS to port ${outer.cluster.upstreamPort ?? 15008}, with the connection inside`,
      [inCluster(outer.cluster, outer.sending, '/common_tls_context/tls_certificate_sds_secret_configs')],
    );
  }
  if (sending.tls !== undefined) {
    const { context, side } = sending.tls;
    const certificate = side.certificates === 'none' ? 'without a client certificate' : 'with a client certificate';
    const sni = side.sni === '' ? 'no SNI' : `SNI ${side.sni}`;
    const alpn = side.alpn.length === 0 ? 'no ALPN' : `ALPN ${side.alpn.join(', ')}`;
    return step(
      'sends',
      true,
      `TLS ${certificate}, ${sni}, ${alpn}${context.validation === undefined && context.validationSecret === undefined ? '; it does not verify the server' : ''}`,
      [offerEvidence(cluster, sending)],
    );
  }
  const what = sending.bytes.kind === 'tls' ? "the application's own TLS, untouched" : 'plaintext';
  return step('sends', true, `${what}. ${rawReason(trace, cluster)}`, [offerEvidence(cluster, sending)]);
}

function rawReason(trace: Trace, cluster: Cluster): string {
  const { sending } = trace;
  if (sending?.reason.kind === 'transport-socket-match') {
    return `The endpoint matches ${sending.reason.match}, which is plaintext`;
  }
  const rule = cluster.istio.config === undefined ? undefined : parseConfigPath(cluster.istio.config);
  if (cluster.type === 'ORIGINAL_DST' && rule === undefined) return `${cluster.name} forwards what it gets`;
  if (rule === undefined) return 'The cluster has no transport socket';
  return `The cluster has no transport socket; DestinationRule ${rule.namespace}/${rule.name} shaped it`;
}
