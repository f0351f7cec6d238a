/** Envoy's facts as tests write them: what is not said has Envoy's default. */
import type { Cluster, Endpoint, FilterChain, FilterChainMatch, Listener, Proxy } from '../../src/envoy/model.ts';

const place = { source: 'test', pointer: '' };

export function matchOf(match: Partial<FilterChainMatch> = {}): FilterChainMatch {
  return {
    prefixRanges: [],
    serverNames: [],
    transportProtocol: '',
    applicationProtocols: [],
    directSourcePrefixRanges: [],
    sourceType: 'ANY',
    sourcePrefixRanges: [],
    sourcePorts: [],
    ...match,
  };
}

export function chainOf(name: string, match: Partial<FilterChainMatch> = {}): FilterChain {
  return { name, match: matchOf(match), filters: [], path: `/filter_chains/${name}` };
}

export function listenerOf(listener: Partial<Listener> = {}): Listener {
  return {
    name: 'listener',
    place,
    state: 'active',
    addresses: [{ kind: 'ip', ip: '0.0.0.0', port: 15006 }],
    direction: 'unspecified',
    bindToPort: true,
    useOriginalDst: false,
    internal: false,
    udp: false,
    listenerFilters: [],
    listenerFiltersTimeout: 15_000,
    continueOnListenerFiltersTimeout: false,
    filterChains: [],
    ...listener,
  };
}

export function clusterOf(cluster: Partial<Cluster> = {}): Cluster {
  return {
    name: 'cluster',
    place,
    state: 'active',
    type: 'EDS',
    edsServiceName: 'cluster',
    transportSocketMatches: [],
    aggregate: [],
    upstreamHttp: 'http1',
    autoSni: false,
    autoSanValidation: false,
    istio: { services: [] },
    ...cluster,
  };
}

export function endpointOf(endpoint: Partial<Endpoint> = {}): Endpoint {
  return {
    address: { kind: 'ip', ip: '10.0.0.1', port: 80 },
    hostname: '',
    health: 'HEALTHY',
    path: '/endpoints/0/lb_endpoints/0',
    priority: 0,
    ...endpoint,
  };
}

export function proxyOf(proxy: Partial<Proxy> = {}): Proxy {
  return {
    name: 'proxy',
    node: {
      id: '',
      kind: 'sidecar',
      pod: '',
      namespace: '',
      workload: '',
      app: '',
      ips: [],
      serviceAccount: '',
      trustDomain: '',
      clusterId: '',
      network: '',
      labels: {},
      istioVersion: '',
      envoyVersion: '',
      interceptionMode: '',
    },
    seen: { bootstrap: true, listeners: true, clusters: true, endpoints: true, routes: true, secrets: true },
    listeners: [],
    clusters: [],
    endpoints: [],
    routes: [],
    secrets: [],
    certificates: [],
    sources: [],
    incomplete: false,
    ...proxy,
  };
}
