/** DestinationRules that explain captured clusters, which name the rule that made them (Istio ≥ 1.1). */
import type { Cluster, Proxy, TransportSocket, UpstreamTls } from '../envoy/model.ts';
import { parseConfigPath } from '../istio/config-path.ts';
import { istioSni } from '../istio/sni.ts';
import type { ClientTls, DestinationRule, Subset, TrafficPolicy } from '../policy/destination-rule.ts';
import { compareText } from '../policy/resource.ts';
import { capturedServers, type CapturedServers } from './captured-servers.ts';
import { serviceCluster } from './service-facts.ts';
import { meshContext } from './upstream-context.ts';

/** A cluster that a rule made. */
interface Made {
  readonly proxy: Proxy;
  readonly cluster: Cluster;
  readonly host: string;
  readonly port: number;
  readonly subset: string;
}

/**
 * One rule for every name that clusters give. What a rule says beyond the TLS of these clusters is
 * not known; its host is the one service it was seen on, or a wildcard over several.
 */
export function inferredDestinationRules(proxies: readonly Proxy[]): readonly DestinationRule[] {
  const made = new Map<string, Made[]>();
  for (const proxy of proxies) {
    for (const cluster of proxy.clusters) {
      const name = serviceCluster(cluster);
      const path = cluster.istio.config === undefined ? undefined : parseConfigPath(cluster.istio.config);
      if (name === undefined || path === undefined) continue;
      const key = `${path.namespace}/${path.name}`;
      const { host, port, subset } = name;
      made.set(key, [...(made.get(key) ?? []), { proxy, cluster, host, port, subset }]);
    }
  }
  const servers = capturedServers(proxies);
  return [...made].toSorted(([a], [b]) => compareText(a, b)).map(([key, clusters]) => ruleOf(key, clusters, servers));
}

function ruleOf(key: string, clusters: readonly Made[], servers: CapturedServers): DestinationRule {
  const [namespace = '', name = ''] = key.split('/');
  const host = commonHost([...new Set(clusters.map((each) => each.host))]);
  const whole = clusters.filter(({ subset }) => subset === '');
  const names = [...new Set(clusters.map(({ subset }) => subset).filter((subset) => subset !== ''))];
  const subsets = names.toSorted(compareText).map((subset): Subset => {
    const own = clusters.filter((each) => each.subset === subset);
    return { name: subset, labels: {}, trafficPolicy: policyOf(own, servers), path: '' };
  });
  return {
    kind: 'DestinationRule',
    apiVersion: 'networking.istio.io/v1',
    namespace,
    name,
    created: '',
    labels: {},
    place: { source: '', pointer: '' },
    misplaced: [],
    host,
    fqdn: host,
    exportTo: [],
    trafficPolicy: policyOf(whole, servers),
    subsets,
  };
}

/** The host itself, or the longest wildcard that covers all of them. */
function commonHost(hosts: readonly string[]): string {
  const [first = '*', ...others] = hosts;
  if (others.length === 0) return first;
  const labels = first.split('.');
  const suffixes = labels.map((_, at) => `.${labels.slice(at + 1).join('.')}`);
  const common = suffixes.find((suffix) => suffix.length > 1 && others.every((host) => host.endsWith(suffix)));
  return common === undefined ? '*' : `*${common}`;
}

/**
 * Every port has its own settings: what is common to them is not told apart from what is not. One that
 * shows nowhere but in missing marks has ports without settings beside it (see `endpointMarkMode`).
 */
function policyOf(clusters: readonly Made[], servers: CapturedServers): TrafficPolicy {
  const byPort = new Map(clusters.map((each) => [each.port, each]));
  const ports = [...byPort].map(([port, each]) => {
    const tls = tlsOf(each, servers);
    return { port, path: '', passthrough: each.cluster.type === 'ORIGINAL_DST', ...(tls === undefined ? {} : { tls }) };
  });
  const hidden = clusters.some((each) => isAuto(each) && servers.missMarks(each.proxy, each.cluster));
  return { path: '', ports, passthrough: false, proxyProtocol: false, ...(hidden ? { tls: disabled } : {}) };
}

const disabled: ClientTls = {
  mode: 'DISABLE',
  clientCertificate: '',
  privateKey: '',
  caCertificates: '',
  credentialName: '',
  sni: '',
  insecureSkipVerify: false,
  path: '',
};

function isAuto({ cluster }: Made): boolean {
  return cluster.transportSocketMatches.some(({ match }) => match['tlsMode'] === 'istio');
}

/** Undefined where auto mTLS decides. */
function tlsOf(made: Made, servers: CapturedServers): ClientTls | undefined {
  const { proxy, cluster, host, port, subset } = made;
  if (isAuto(made)) return undefined;
  const tls = upstream(cluster.transportSocket) ?? upstream(cluster.transportSocketMatches.at(-1)?.transportSocket);
  if (tls === undefined) return disabled;
  const sans = tls.validation?.sans.map(({ matcher }) => matcher.value) ?? [];
  if (meshContext(cluster) !== undefined) {
    const own = tls.sni === istioSni({ port, subset, host }) ? '' : tls.sni;
    const named = servers.areOthers(proxy, cluster, sans) ? { subjectAltNames: sans } : {};
    return { ...disabled, ...named, mode: 'ISTIO_MUTUAL', sni: own };
  }
  const named = sans.length > 0 ? { subjectAltNames: sans } : {};
  const [certificate] = tls.certificateSecrets;
  const root = tls.validationSecret?.name.replace(/^file-root:/, '') ?? '';
  const [chain = '', key = ''] = certificate?.name.replace(/^file-cert:/, '').split('~') ?? [];
  const files = { clientCertificate: chain, privateKey: key, caCertificates: root === 'system' ? '' : root };
  return { ...disabled, ...named, ...files, mode: certificate === undefined ? 'SIMPLE' : 'MUTUAL', sni: tls.sni };
}

function upstream(socket: TransportSocket | undefined): UpstreamTls | undefined {
  return socket?.kind === 'tls' && socket.tls.kind === 'upstream' ? socket.tls : undefined;
}
