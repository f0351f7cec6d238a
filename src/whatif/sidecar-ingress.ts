/** Sidecar ingress: the ports a workload has chains for, in place of those of its Services. */
import type { Cluster, FilterChain, Listener, NetworkFilter, Proxy } from '../envoy/model.ts';
import type { SidecarIngress } from '../policy/sidecar.ts';
import { serverSockets } from './downstream-context.ts';
import { outboundProtocol } from './entry-services.ts';
import { chainsFor, inboundListeners, isTranslatable, observedMode, portsOf, servingChains } from './inbound.ts';
import type { InboundProtocol } from './inbound-matches.ts';
import { withFittingInspectors } from './inspectors.ts';
import { sidecarOf } from './scope.ts';
import { servicePortsOf } from './service-ports.ts';
import type { Translation } from './translation.ts';

/** A port that has chains of its own. */
interface ServedPort {
  readonly port: number;
  readonly protocol: InboundProtocol;
  /** Where its connections go; undefined: to the port itself. */
  readonly ingress?: SidecarIngress;
}

/** The proxy with chains for the ports of its Sidecar, or of its Services again where the Sidecar names none. */
export function withSidecarIngress(proxy: Proxy, translation: Translation): Proxy {
  const [before, after] = [translation.before, translation.after].map((state) => sidecarOf(state, proxy)?.sidecar);
  const [was, is] = [before?.ingress ?? [], after?.ingress ?? []];
  const [listener] = inboundListeners(proxy);
  if (JSON.stringify(was) === JSON.stringify(is) || listener === undefined || !isTranslatable(listener)) return proxy;
  const by = after ?? before;
  const bound = is.filter(({ captureMode }) => captureMode === 'NONE');
  for (const { port } of bound) {
    const because = `how port ${port.number} is served: it would get a listener of its own`;
    translation.log.unsettled(proxy, { kind: 'inbound', port: port.number }, because, by);
  }
  const served =
    is.length > 0
      ? is.filter((each) => !bound.includes(each)).map(ingressPort)
      : servicePortsOf(proxy, translation.proxies);
  translation.log.change(proxy, { kind: 'inbound' }, `it serves ${served.map(({ port }) => port).join(', ')}`, [by]);
  const listeners = proxy.listeners.map((each) =>
    each === listener ? rewritten(proxy, each, served, translation) : each,
  );
  const others = proxy.clusters.filter(({ name }) => !name.startsWith('inbound|'));
  return { ...proxy, listeners, clusters: [...others, ...served.map((each) => inboundCluster(proxy, each))] };
}

function ingressPort(ingress: SidecarIngress): ServedPort {
  const { port } = ingress;
  const protocol = outboundProtocol(port.protocol);
  const kinds = { http: 'http', http2: 'http', tls: 'tcp', tcp: 'tcp', auto: 'auto' } as const;
  return { port: port.number, protocol: kinds[protocol], ingress };
}

function rewritten(
  proxy: Proxy,
  listener: Listener,
  served: readonly ServedPort[],
  { proxies }: Translation,
): Listener {
  const groups = portsOf(listener);
  const catchAll = groups.find(({ port }) => port === 0);
  if (catchAll === undefined) return listener;
  const sockets = serverSockets(listener, proxy, proxies);
  const mode = observedMode(catchAll) ?? 'PERMISSIVE';
  const chains = served.flatMap(({ port, protocol }) => {
    const templates = catchAll.chains
      .filter((chain) => protocol === 'auto' || chain.filters.some(({ kind }) => kind === protocol))
      .map((chain) => towards(chain, port));
    return chainsFor({ port, chains: templates, passthrough: false }, mode, sockets);
  });
  const closed = listener.filterChains.filter((chain) => !servingChains(listener).includes(chain));
  return withFittingInspectors({ ...listener, filterChains: [...closed, ...catchAll.chains, ...chains] });
}

/** A chain for whatever was dialled, led to one port of the workload. */
function towards(chain: FilterChain, port: number): FilterChain {
  const cluster = `inbound|${port}||`;
  const filters = chain.filters.map((filter): NetworkFilter => {
    if (filter.kind === 'tcp') return { ...filter, tcp: { ...filter.tcp, cluster } };
    if (filter.kind !== 'http' || filter.http.routeConfig === undefined) return filter;
    const { routeConfig } = filter.http;
    const virtualHosts = routeConfig.virtualHosts.map((host) => ({
      ...host,
      routes: host.routes.map((route) => ({ ...route, action: { kind: 'cluster', cluster } as const })),
    }));
    return { ...filter, http: { ...filter.http, routeConfig: { ...routeConfig, name: cluster, virtualHosts } } };
  });
  return { ...chain, name: `0.0.0.0_${port}`, filters };
}

function inboundCluster(proxy: Proxy, { port, ingress }: ServedPort): Cluster {
  const name = `inbound|${port}||`;
  const model = proxy.clusters.find((each) => each.name.startsWith('inbound|'));
  const place = model?.place ?? { source: '', pointer: '' };
  const base: Cluster = {
    name,
    place,
    state: 'active',
    type: 'ORIGINAL_DST',
    edsServiceName: name,
    transportSocketMatches: [],
    aggregate: [],
    upstreamHttp: 'http1',
    autoSni: false,
    autoSanValidation: false,
    istio: { services: [] },
  };
  const target = /^(.*):(\d+)$/.exec(ingress?.defaultEndpoint ?? '');
  if (target === null) return base;
  const [, ip = '127.0.0.1', number = ''] = target;
  const endpoint = {
    address: { kind: 'ip', ip: ip === '0.0.0.0' ? (proxy.node.ips[0] ?? ip) : ip, port: Number(number) },
    hostname: '',
    health: 'HEALTHY',
    path: '',
    priority: 0,
  } as const;
  return {
    ...base,
    type: 'STATIC',
    loadAssignment: { clusterName: name, endpoints: [endpoint], metadataKnown: true, place, path: '' },
  };
}
