/**
 * Which endpoints a client has marked `tlsMode: istio`: from Istio 1.12 on the mark is left out
 * where a policy at any level switches mutual TLS off for the endpoint's port, or where a
 * DestinationRule asks for anything but ISTIO_MUTUAL (Istio: pilot/pkg/xds/endpoints/mtls_checker.go).
 */
import type { Endpoint, EndpointGroup, Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { destinationRuleFor } from '../policy/destination-rule-for.ts';
import { modeOfPort } from '../policy/effective-peer-authentication.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { endpointMarkMode } from '../policy/tls-settings-for.ts';
import type { PolicyRef } from './model.ts';
import { clientOf, namespaceOf } from './service-facts.ts';
import type { Translation } from './translation.ts';
import { endpointAddress, endpointIp, type KnownWorkload } from './workloads.ts';

/** Whether policies let an endpoint be marked; undefined: that depends on labels nobody knows. */
interface Allowance {
  readonly allowed: boolean | undefined;
  readonly by?: PolicyRef;
}

/** The proxy with its endpoints marked as the policies have it; `captured` is what it was before any change. */
export function withEndpointMarks(proxy: Proxy, captured: Proxy, translation: Translation): Proxy {
  if (isBefore112(proxy.node.istioVersion)) return proxy;
  const known = new Set(captured.endpoints.map(({ clusterName }) => clusterName));
  const remark = (group: EndpointGroup): EndpointGroup =>
    withMarks(proxy, group, !known.has(group.clusterName), translation);
  return {
    ...proxy,
    endpoints: proxy.endpoints.map(remark),
    clusters: proxy.clusters.map((cluster) =>
      cluster.loadAssignment === undefined ? cluster : { ...cluster, loadAssignment: remark(cluster.loadAssignment) },
    ),
  };
}

function isBefore112(version: string): boolean {
  const match = /^1\.(\d+)(?:\.|$)/.exec(version);
  return match !== null && Number(match[1]) < 12;
}

function withMarks(proxy: Proxy, group: EndpointGroup, fresh: boolean, translation: Translation): EndpointGroup {
  const name = parseClusterName(group.clusterName);
  if (name?.direction !== 'outbound' || !group.metadataKnown) return group;
  const cluster = proxy.clusters.find(({ edsServiceName }) => edsServiceName === group.clusterName);
  const service = { host: name.host, namespace: namespaceOf(name.host, cluster) };
  const asked = { ...name, service, cluster: group.clusterName, fresh };
  const endpoints = group.endpoints.map((endpoint) => marked(proxy, asked, endpoint, translation));
  return { ...group, endpoints };
}

interface Asked {
  readonly service: { readonly host: string; readonly namespace: string };
  readonly port: number;
  readonly subset: string;
  readonly cluster: string;
  /** The cluster is new: nothing was captured of its endpoints' marks. */
  readonly fresh: boolean;
}

function marked(proxy: Proxy, asked: Asked, endpoint: Endpoint, translation: Translation): Endpoint {
  const ip = endpointIp(endpoint);
  if (ip === undefined || endpoint.socketMatchMetadata?.['tunnel'] !== undefined) return endpoint;
  const port = endpoint.address.kind === 'ip' ? endpoint.address.port : (endpoint.originalDst?.port ?? 0);
  const { workloadsBefore, workloadsAfter, log } = translation;
  const before = allowance(translation.before, proxy, asked, workloadsBefore.at(ip, asked.service.host), port);
  const workload = workloadsAfter.at(ip, asked.service.host);
  const after = allowance(translation.after, proxy, asked, workload, port);
  const isMarked = endpoint.socketMatchMetadata?.['tlsMode'] === 'istio';
  const spot = { kind: 'cluster', cluster: asked.cluster, endpoint: endpointAddress(endpoint) } as const;
  if (
    !asked.fresh &&
    before.allowed === after.allowed &&
    !labelChanged(workloadsBefore.at(ip, asked.service.host), workload)
  )
    return endpoint;
  if (after.allowed === undefined) {
    if (takesMutualTls(workload, isMarked)) {
      log.unsettled(
        proxy,
        spot,
        `whether ${endpointAddress(endpoint)} is selected: no dump tells its labels`,
        after.by,
      );
    }
    return endpoint;
  }
  const marks = after.allowed && takesMutualTls(workload, isMarked);
  if (marks === isMarked) return endpoint;
  const text = marks ? 'it is marked tlsMode=istio' : 'it is not marked tlsMode=istio any more';
  log.change(proxy, spot, text, [marks ? before.by : after.by]);
  const { tlsMode: _old, ...others } = endpoint.socketMatchMetadata ?? {};
  const { socketMatchMetadata: _marks, ...rest } = endpoint;
  const metadata = marks ? { ...others, tlsMode: 'istio' } : others;
  return Object.keys(metadata).length === 0 ? rest : { ...rest, socketMatchMetadata: metadata };
}

const tlsModeLabel = 'security.istio.io/tlsMode';

function labelChanged(before: KnownWorkload | undefined, after: KnownWorkload | undefined): boolean {
  return before?.labels?.[tlsModeLabel] !== after?.labels?.[tlsModeLabel];
}

/** The endpoint's own word, the label the injector gives it; where no manifest was read, what clients were told. */
export function takesMutualTls(workload: KnownWorkload | undefined, isMarked: boolean): boolean {
  const label = workload?.labels?.[tlsModeLabel];
  if (label !== undefined) return label === 'istio';
  return isMarked || workload?.marked === true || workload?.proxy !== undefined;
}

function allowance(
  state: PolicyIndex,
  proxy: Proxy,
  { service, port: servicePort, subset }: Asked,
  workload: KnownWorkload | undefined,
  port: number,
): Allowance {
  const rule = destinationRuleFor(state.rules, clientOf(proxy), service)?.rule;
  const mode = rule && endpointMarkMode(rule, servicePort, subset);
  if (rule !== undefined && mode !== undefined) return { allowed: mode === 'ISTIO_MUTUAL', by: rule };
  const namespace = workload?.namespace === '' || workload === undefined ? service.namespace : workload.namespace;
  const serving = (labels: KnownWorkload['labels']): Allowance => {
    const effective = state.peers.effectiveFor({ namespace, labels: labels ?? {} });
    const special = effective.ports.some((each) => each.port === port);
    const by = special ? effective.portsDecidedBy : effective.decidedBy;
    return { allowed: modeOfPort(effective, port) !== 'DISABLE', ...(by === undefined ? {} : { by }) };
  };
  if (workload?.labels !== undefined) return serving(workload.labels);
  const possible = [{}, ...state.peers.selectorsIn(namespace)].map((labels) => serving(labels));
  const [first = { allowed: true }, ...others] = possible;
  const odd = others.find(({ allowed }) => allowed !== first.allowed);
  return odd === undefined ? first : { ...odd, allowed: undefined };
}
