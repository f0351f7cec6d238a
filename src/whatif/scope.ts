/** How much of the mesh a sidecar knows: Sidecar egress, and what its VirtualServices lead to. */
import type { Proxy } from '../envoy/model.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { importsService, type EffectiveSidecar } from '../policy/sidecar-for.ts';
import type { SidecarEgress } from '../policy/sidecar.ts';
import { knownPorts, portKey, withoutServices, withServicesOf, type ServicePort } from './outbound-services.ts';
import { namespaceOf } from './service-facts.ts';
import type { Translation } from './translation.ts';
import { virtualServicesFor } from './visible-virtual-services.ts';

/** The Sidecar of a proxy; gateways have none. */
export function sidecarOf(state: PolicyIndex, { node }: Proxy): EffectiveSidecar | undefined {
  if (node.kind === 'router' || node.kind === 'waypoint') return undefined;
  return state.sidecarFor(node);
}

/** The proxy with the services its Sidecar lets it know; unchanged where that Sidecar stays. */
export function withScope(proxy: Proxy, translation: Translation): Proxy {
  const before = sidecarOf(translation.before, proxy);
  const after = sidecarOf(translation.after, proxy);
  const [was, is] = [before?.sidecar.egress ?? [], after?.sidecar.egress ?? []];
  if (proxy.node.kind === 'router' || JSON.stringify(was) === JSON.stringify(is)) return proxy;
  const ports = allPorts(translation.proxies);
  const own = proxy.node.namespace;
  const wanted = ports.filter((port) => is.length === 0 || isImported(is, own, port));
  const known = new Set(knownPorts(proxy).map(portKey));
  const wantedKeys = new Set(wanted.map(portKey));
  const destinations = routedTo(proxy, translation);
  const gone = new Set([...known].filter((key) => !wantedKeys.has(key)));
  const by = after?.sidecar ?? before?.sidecar;
  for (const { host, port } of ports.filter((each) => gone.has(portKey(each)))) {
    translation.log.change(proxy, { kind: 'outbound', port, host }, `it does not know ${host}:${port} any more`, [by]);
  }
  const trimmed = withoutServices(proxy, gone, destinations);
  const missing = wanted.filter((each) => !known.has(portKey(each)));
  for (const { host, port } of missing) {
    translation.log.change(proxy, { kind: 'outbound', port, host }, `it knows ${host}:${port} now`, [by]);
  }
  return missing.reduce((each, port) => {
    const donor = translation.proxies.find((other) => knownPorts(other).some((one) => portKey(one) === portKey(port)));
    return donor === undefined ? each : withServicesOf(each, donor, [port]);
  }, trimmed);
}

interface NamespacedPort extends ServicePort {
  readonly namespace: string;
}

/** Every port of a service that some proxy has a cluster for. */
function allPorts(proxies: readonly Proxy[]): readonly NamespacedPort[] {
  const ports = new Map<string, NamespacedPort>();
  for (const proxy of proxies) {
    for (const { host, port } of knownPorts(proxy)) {
      const key = portKey({ host, port });
      if (ports.has(key)) continue;
      const cluster = proxy.clusters.find(({ name }) => name === `outbound|${port}||${host}`);
      ports.set(key, { host, port, namespace: namespaceOf(host, cluster) });
    }
  }
  return [...ports.values()];
}

/** Whether a proxy's Sidecar lets it know a port of a service. */
export function isImportedBy(state: PolicyIndex, proxy: Proxy, service: NamespacedPort): boolean {
  const egress = sidecarOf(state, proxy)?.sidecar.egress ?? [];
  return egress.length === 0 || isImported(egress, proxy.node.namespace, service);
}

/** An entry for a port of its own decides for that port; the others are decided by those without a port. */
function isImported(egress: readonly SidecarEgress[], own: string, service: NamespacedPort): boolean {
  const special = egress.filter((each) => each.port?.number === service.port);
  const entries = special.length > 0 ? special : egress.filter((each) => each.port === undefined);
  return entries.some((each) => importsService(each, own, service));
}

/** Ports that routes lead to: their clusters are there even where the service itself is not known. */
function routedTo(proxy: Proxy, { after }: Translation): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { http, tcp, tls } of virtualServicesFor(after, proxy, 'mesh')) {
    const actions = http.map(({ action }) => action);
    const destinations = [
      ...actions.flatMap((action) => (action.kind === 'route' ? action.destinations : [])),
      ...[...tcp, ...tls].flatMap((route) => route.destinations),
    ];
    for (const { host, port } of destinations) {
      for (const each of knownPorts(proxy)) {
        if (each.host === host && (port === undefined || port === each.port)) keys.add(portKey(each));
      }
    }
  }
  return keys;
}
