/**
 * EnvoyFilters are not translated: what they touch, by selector, context, port and host, cannot be
 * known afterwards. The rest stays decided.
 */
import type { Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import type { EnvoyFilter, EnvoyPatch } from '../policy/envoy-filter.ts';
import { fullName } from '../policy/resource.ts';
import { selects } from '../policy/selector.ts';
import type { Translation } from './translation.ts';

/** Notes what EnvoyFilters that come, change or go touch in a proxy as it will be. */
export function noteEnvoyFilters(proxy: Proxy, translation: Translation): void {
  const { before, after } = translation;
  for (const filter of changedFilters(before.policies.envoyFilters, after.policies.envoyFilters)) {
    if (appliesTo(filter, proxy, after.settings.rootNamespace)) {
      for (const patch of filter.patches) notePatch(proxy, filter, patch, translation);
    }
  }
}

/** EnvoyFilters that are not the same before and after. */
export function changedFilters(before: readonly EnvoyFilter[], after: readonly EnvoyFilter[]): readonly EnvoyFilter[] {
  return [...after.filter((each) => !same(each, before)), ...before.filter((each) => !same(each, after))];
}

function same(a: EnvoyFilter, others: readonly EnvoyFilter[]): boolean {
  return others.some((b) => fullName(a) === fullName(b) && contentOf(a) === contentOf(b));
}

function contentOf(filter: EnvoyFilter): string {
  return JSON.stringify({ ...filter, place: undefined, created: undefined });
}

/** Those of the root namespace are for every namespace. */
function appliesTo({ namespace, workloadSelector }: EnvoyFilter, { node }: Proxy, rootNamespace: string): boolean {
  if (namespace !== rootNamespace && namespace !== node.namespace) return false;
  return selects(workloadSelector ?? {}, node.labels);
}

/** Patches that leave connections alone: they act on requests inside of them, or on nothing that is on the way. */
const harmless = new Set(['HTTP_FILTER', 'EXTENSION_CONFIG']);

function notePatch(proxy: Proxy, filter: EnvoyFilter, patch: EnvoyPatch, { log }: Translation): void {
  if (harmless.has(patch.applyTo) || !isForKind(patch, proxy)) return;
  const because = `what ${patch.operation} of ${patch.applyTo} by EnvoyFilter ${fullName(filter)} makes of it`;
  const note = (spot: Parameters<typeof log.unsettled>[1]): void => log.unsettled(proxy, spot, because, filter);
  const port = patch.port === undefined ? {} : { port: patch.port };
  const router = proxy.node.kind === 'router';
  if (patch.applyTo === 'BOOTSTRAP') {
    note({ kind: 'inbound' });
    note({ kind: 'outbound' });
  } else if (patch.applyTo === 'CLUSTER') {
    for (const { name } of proxy.clusters.filter((cluster) => touches(patch, cluster.name))) {
      note({ kind: 'cluster', cluster: name });
    }
  } else if (isRoute(patch)) {
    if (patch.context !== 'SIDECAR_INBOUND') note({ kind: 'outbound', ...port });
  } else {
    if (!router && patch.context !== 'SIDECAR_OUTBOUND')
      note({ kind: 'inbound', ...workloadPort(patch), ...tlsOnly(patch) });
    if (!router && patch.context !== 'SIDECAR_INBOUND') note({ kind: 'outbound', ...port });
    if (router) note({ kind: 'gateway-listener', ...port });
  }
}

function isForKind({ context }: EnvoyPatch, { node }: Proxy): boolean {
  switch (context) {
    case 'ANY':
      return true;
    case 'GATEWAY':
      return node.kind === 'router';
    case 'WAYPOINT':
      return node.kind === 'waypoint';
    case 'SIDECAR_INBOUND':
    case 'SIDECAR_OUTBOUND':
      return node.kind !== 'router' && node.kind !== 'waypoint';
  }
}

function isRoute({ applyTo }: EnvoyPatch): boolean {
  return ['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'].includes(applyTo);
}

/** `portNumber: 15006` is the redirection port, behind which every port of the workload is. */
function workloadPort({ port }: EnvoyPatch): { readonly port?: number } {
  return port === undefined || port === 15_006 ? {} : { port };
}

/** A chain for TLS that is changed takes as little plaintext as before; one that is removed leaves its port to others. */
function tlsOnly({ applyTo, operation, transportProtocol }: EnvoyPatch): { readonly tlsOnly?: boolean } {
  const inChain = applyTo === 'FILTER_CHAIN' || applyTo === 'NETWORK_FILTER';
  const stays = applyTo === 'NETWORK_FILTER' || operation === 'MERGE';
  return inChain && stays && transportProtocol === 'tls' ? { tlsOnly: true } : {};
}

/** Whether a CLUSTER patch is about a client's cluster. */
function touches(patch: EnvoyPatch, clusterName: string): boolean {
  const name = parseClusterName(clusterName);
  if (name?.direction !== 'outbound') return patch.name === clusterName;
  if (patch.context === 'SIDECAR_INBOUND' || (patch.name !== '' && patch.name !== clusterName)) return false;
  return (
    (patch.service === '' || patch.service === name.host) &&
    (patch.subset === '' || patch.subset === name.subset) &&
    (patch.port === undefined || patch.port === name.port)
  );
}
