/** A whole dump, written anew from what the readers made of it: what no reader reads cannot get into it. */
import type {
  CertificateFacts,
  NodeInfo,
  Proxy,
  Resource,
  SectionsSeen,
  Secret,
  ZtunnelView,
} from '../../envoy/model.ts';
import type { JsonObject } from '../../input/model.ts';
import { message } from './message.ts';
import { writeCertificate, type CertificateForm } from './write-certificates.ts';
import { writeCluster, writeClusterStatus, writeEndpoints } from './write-cluster.ts';
import { writeListener } from './write-listener.ts';
import { writeRoutes } from './write-routes.ts';
import { writeValidationContext } from './write-socket.ts';

/** What there is beside the proxy's facts in one source. */
export interface Written {
  readonly certificates: CertificateForm;
  /** The source was `/server_info`, which tells the version and the node. */
  readonly serverInfo: boolean;
  /** When the bootstrap was read, where the source tells. */
  readonly bootstrapUpdated: string | undefined;
  /** The source broke off. */
  readonly incomplete: boolean;
}

/** What a source becomes. */
export interface Documents {
  readonly whole: readonly JsonObject[];
  /** Written without its end, as its source had none; `inSection` where its last section is not all there was. */
  readonly cut?: { readonly document: JsonObject; readonly inSection: boolean };
}

/** The documents of one source, in order: the config dump, then admin outputs that were concatenated to it. */
export function writeDump(proxy: Proxy, written: Written): Documents {
  const { ztunnel, certificates, counters } = proxy;
  const statuses = proxy.endpoints.filter((group) => !group.metadataKnown);
  const complete = sections(proxy, written, proxy.seen);
  const beside = [
    ...(statuses.length === 0 ? [] : [{ cluster_statuses: statuses.map(writeClusterStatus) }]),
    ...(certificates.length === 0 ? [] : [{ certificates: certificates.map(writeCerts) }]),
    ...(written.serverInfo && !proxy.seen.bootstrap ? [serverInfo(proxy.node)] : []),
    ...(counters === undefined ? [] : [{ stats: counters.map(({ name, count }) => ({ name, value: count })) }]),
    ...(ztunnel === undefined ? [] : [writeZtunnel(ztunnel)]),
  ];
  if (written.incomplete) {
    const rest = begun(proxy, written);
    return { whole: beside, cut: { document: { configs: [...complete, ...rest] }, inSection: rest.length > 0 } };
  }
  return { whole: complete.length === 0 ? beside : [{ configs: complete }, ...beside] };
}

function fromXds<R extends Resource>(resources: readonly R[]): readonly R[] {
  return resources.filter((resource) => !isStatic(resource));
}

/** The section in which the source broke off, as far as it goes. */
function begun(proxy: Proxy, written: Written): readonly JsonObject[] {
  const { seen, listeners: some, clusters: others, secrets: more } = proxy;
  const rest: Proxy = {
    ...proxy,
    listeners: seen.listeners ? [] : fromXds(some),
    clusters: seen.clusters ? [] : fromXds(others),
    secrets: seen.secrets ? [] : fromXds(more),
    routes: seen.routes ? [] : proxy.routes,
    endpoints: seen.endpoints ? [] : proxy.endpoints,
  };
  return sections(rest, written, {
    bootstrap: false,
    clusters: rest.clusters.length > 0,
    endpoints: rest.endpoints.some((group) => group.metadataKnown),
    listeners: rest.listeners.length > 0,
    routes: rest.routes.length > 0,
    secrets: rest.secrets.length > 0,
  });
}

/** The sections that were seen, empty ones included: an empty section says that there is nothing. */
function sections(proxy: Proxy, written: Written, seen: SectionsSeen): readonly JsonObject[] {
  const { certificates: form } = written;
  const newest = newestUntold(proxy, written);
  return [
    ...(seen.bootstrap ? [section('Bootstrap', bootstrap(proxy, written))] : []),
    ...(seen.clusters ? [section('Clusters', clusters(proxy, form))] : []),
    ...(seen.endpoints ? [section('Endpoints', endpoints(proxy, newest))] : []),
    ...(seen.listeners ? [section('Listeners', listeners(proxy, form))] : []),
    ...(seen.routes ? [section('Routes', routes(proxy, newest))] : []),
    ...(seen.secrets ? [section('Secrets', secrets(proxy, form))] : []),
  ];
}

function section(name: string, fields: JsonObject): JsonObject {
  return { '@type': `type.googleapis.com/envoy.admin.v3.${name}ConfigDump`, ...fields };
}

/** Static resources stand in the bootstrap only where no section of their own was seen. */
function bootstrap(proxy: Proxy, { certificates: form, bootstrapUpdated }: Written): JsonObject {
  const { seen, node } = proxy;
  const statics = message({
    listeners: seen.listeners ? [] : proxy.listeners.filter(isStatic).map((each) => writeListener(each, form)),
    clusters: seen.clusters ? [] : proxy.clusters.filter(isStatic).map((each) => writeCluster(each, form)),
    secrets: seen.secrets ? [] : proxy.secrets.filter(isStatic).map((each) => writeSecret(each, form)),
  });
  return {
    bootstrap: message({
      node: writeNode(node),
      static_resources: Object.keys(statics).length === 0 ? undefined : statics,
    }),
    ...message({ last_updated: bootstrapUpdated }),
  };
}

/** What Istio puts into the node, as far as it is read. */
function writeNode(node: NodeInfo): JsonObject {
  return message({
    id: node.id,
    cluster: node.app,
    metadata: message({
      NAME: node.pod,
      NAMESPACE: node.namespace,
      WORKLOAD_NAME: node.workload,
      INSTANCE_IPS: node.ips.join(','),
      SERVICE_ACCOUNT: node.serviceAccount,
      TRUST_DOMAIN: node.trustDomain,
      CLUSTER_ID: node.clusterId,
      NETWORK: node.network,
      ISTIO_VERSION: node.istioVersion,
      INTERCEPTION_MODE: node.interceptionMode,
      LABELS: node.labels,
    }),
    build_version: node.envoyVersion === '' ? undefined : `/${node.envoyVersion}`,
  });
}

function serverInfo(node: NodeInfo): JsonObject {
  return { version: `/${node.envoyVersion}`, command_line_options: {}, node: writeNode(node) };
}

/** What stands around a resource: when it came, or why it did not. */
function told({ lastUpdated, versionInfo }: Resource): JsonObject {
  // Envoy's own word tells that a secret has not come; other versions say nothing of TLS.
  return message({
    last_updated: lastUpdated,
    version_info: versionInfo === 'uninitialized' ? versionInfo : undefined,
  });
}

function refused(resource: Resource, value: JsonObject): JsonObject {
  return {
    name: resource.name,
    error_state: message({
      failed_configuration: value,
      details: resource.rejection,
      last_update_attempt: resource.lastUpdated,
    }),
  };
}

function clusters({ clusters: all }: Proxy, form: CertificateForm): JsonObject {
  const entries = (...states: readonly Resource['state'][]): readonly JsonObject[] =>
    all
      .filter(({ state }) => states.includes(state))
      .map((each) => {
        const cluster = writeCluster(each, form);
        return each.state === 'rejected' ? refused(each, cluster) : { ...told(each), cluster };
      });
  return message({
    static_clusters: entries('static'),
    dynamic_active_clusters: entries('active', 'draining', 'rejected'),
    dynamic_warming_clusters: entries('warming'),
  });
}

function isStatic({ state }: Resource): boolean {
  return state === 'static';
}

const listenerStates = { active: 'active_state', warming: 'warming_state', draining: 'draining_state' } as const;

function listeners({ listeners: all }: Proxy, form: CertificateForm): JsonObject {
  const dynamic = all.flatMap((each): readonly JsonObject[] => {
    const listener = writeListener(each, form);
    if (each.state === 'static') return [];
    if (each.state === 'rejected') return [refused(each, listener)];
    return [{ name: each.name, [listenerStates[each.state]]: { ...told(each), listener } }];
  });
  return message({
    static_listeners: all.filter(isStatic).map((each) => ({ ...told(each), listener: writeListener(each, form) })),
    dynamic_listeners: dynamic,
  });
}

/**
 * The newest time of the dump, where only routes or endpoints told it: of those the facts keep no times. It is the time
 * that certificates are judged at.
 */
function newestUntold(proxy: Proxy, { bootstrapUpdated }: Written): string | undefined {
  const { updated, listeners: some, clusters: others, secrets: more } = proxy;
  const times = [bootstrapUpdated, ...[...some, ...others, ...more].map(({ lastUpdated }) => lastUpdated)];
  return times.includes(updated) ? undefined : updated;
}

function endpoints({ endpoints: groups, seen, routes: { length } }: Proxy, newest: string | undefined): JsonObject {
  const known = groups.filter((group) => group.metadataKnown);
  const time = seen.routes && length > 0 ? undefined : newest;
  return message({
    dynamic_endpoint_configs: known.map((group, at) => ({
      ...message({ last_updated: at === 0 ? time : undefined }),
      endpoint_config: writeEndpoints(group),
    })),
  });
}

function routes({ routes: all }: Proxy, newest: string | undefined): JsonObject {
  return message({
    dynamic_route_configs: all.map((each, at) => ({
      ...message({ last_updated: at === 0 ? newest : undefined }),
      route_config: writeRoutes(each),
    })),
  });
}

function secrets({ secrets: all }: Proxy, form: CertificateForm): JsonObject {
  const entries = (...states: readonly Resource['state'][]): readonly JsonObject[] =>
    all
      .filter(({ state }) => states.includes(state))
      .map((each) => {
        const secret = writeSecret(each, form);
        return each.state === 'rejected' ? refused(each, secret) : { name: each.name, ...told(each), secret };
      });
  return message({
    static_secrets: entries('static'),
    dynamic_active_secrets: entries('active', 'draining', 'rejected'),
    dynamic_warming_secrets: entries('warming'),
  });
}

/** Of secrets that hold neither certificate nor anchors only that they came. */
function writeSecret({ name, certificate, validation, delivered }: Secret, form: CertificateForm): JsonObject {
  const content = {
    ...(certificate !== undefined && { tls_certificate: writeCertificate(certificate, form) }),
    ...(validation !== undefined && { validation_context: writeValidationContext(validation, form) }),
  };
  const opaque = delivered && Object.keys(content).length === 0 ? { generic_secret: {} } : {};
  return { name, ...content, ...opaque };
}

/** One certificate of `/certs`. */
function writeCerts(facts: CertificateFacts): JsonObject {
  const names = [
    ...facts.uris.map((uri) => ({ uri })),
    ...facts.dnsNames.map((dns) => ({ dns })),
    ...facts.ipAddresses.map((ip) => ({ ip_address: ip })),
  ];
  const details = message({
    serial_number: facts.serialNumber,
    subject_alt_names: names,
    valid_from: facts.notBefore,
    expiration_time: facts.notAfter,
  });
  return facts.ca ? { ca_cert: [details] } : { cert_chain: [details] };
}

function writeZtunnel({ workloads }: ZtunnelView): JsonObject {
  return {
    workloads: workloads.map((each) => ({
      name: each.name,
      namespace: each.namespace,
      workloadIps: each.ips,
      protocol: each.protocol,
      serviceAccount: each.serviceAccount,
      trustDomain: each.trustDomain,
    })),
    services: [],
  };
}
