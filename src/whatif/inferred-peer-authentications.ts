/** PeerAuthentications that explain what captured servers accept, for meshes whose policies were not given. */
import type { Proxy } from '../envoy/model.ts';
import type { MtlsMode, PeerAuthentication, PortMode } from '../policy/peer-authentication.ts';
import { compareText, fullName } from '../policy/resource.ts';
import { namespaceOf, serviceCluster } from './service-facts.ts';
import { inboundListeners, observedMode, portsOf } from './inbound.ts';

/** What one captured server accepts. */
interface Observed {
  readonly proxy: Proxy;
  /** On ports of no Service, which only workload, namespace and mesh decide. */
  readonly mode: MtlsMode;
  readonly ports: readonly PortMode[];
}

/**
 * The fewest policies that say what was seen: one for the mesh where all namespaces agree, one for a
 * namespace that differs from it, one for a workload that differs from its namespace. They are older
 * than anything that is applied, and called `default` or by their workload.
 */
export function inferredPeerAuthentications(
  proxies: readonly Proxy[],
  rootNamespace: string,
): readonly PeerAuthentication[] {
  const observed = proxies.flatMap(observe);
  const namespaces = [...new Set(observed.map(({ proxy }) => proxy.node.namespace))].toSorted(compareText);
  const offers = offersByNamespace(proxies);
  const anyOffer = [...offers.values()].includes(true);
  const usual = new Map<string, MtlsMode>();
  for (const namespace of namespaces) {
    // Who needs a policy of its own for its ports says nothing of the others.
    const plain = observed.filter(({ proxy, ports }) => proxy.node.namespace === namespace && ports.length === 0);
    const modes = plain.map(({ mode }) => mode);
    // Clients offer mutual TLS to a namespace unless it as a whole is disabled.
    const offered = offers.get(namespace);
    if (offered === false && anyOffer) usual.set(namespace, 'DISABLE');
    else if (modes.length > 0) {
      usual.set(namespace, majority(offered === true ? modes.filter((mode) => mode !== 'DISABLE') : modes));
    }
  }
  const agreed = new Set(usual.values());
  const [only = 'PERMISSIVE'] = agreed;
  const mesh: MtlsMode = agreed.size === 1 ? only : 'PERMISSIVE';
  const wide = mesh === 'PERMISSIVE' ? [] : [inferred(rootNamespace, 'default', mesh)];
  const own = namespaces.flatMap((namespace) => {
    const mode = usual.get(namespace) ?? mesh;
    return mode === mesh || namespace === rootNamespace ? [] : [inferred(namespace, 'default', mode)];
  });
  const single = observed.flatMap((each) => {
    const { proxy, mode, ports } = each;
    const { namespace } = proxy.node;
    const inherited = usual.get(namespace) ?? mesh;
    if (namespace === rootNamespace || (mode === inherited && ports.length === 0)) return [];
    return [{ ...inferred(namespace, '', mode), ...selection(each, observed), ports }];
  });
  const byName = new Map(single.map((each) => [fullName(each), each]));
  return [...wide, ...own, ...unseenAndDisabled(offers, new Set(namespaces), mesh), ...byName.values()];
}

/** Workloads of one app that accept the same are selected together, as people do. */
function selection(
  { proxy, mode, ports }: Observed,
  observed: readonly Observed[],
): Pick<PeerAuthentication, 'name' | 'selector'> {
  const { namespace, labels, workload } = proxy.node;
  const { app } = labels;
  const own = JSON.stringify([mode, ports]);
  const siblings = observed.filter(
    (each) => each.proxy.node.namespace === namespace && each.proxy.node.labels['app'] === app,
  );
  const alike = siblings.every((each) => JSON.stringify([each.mode, each.ports]) === own);
  return app !== undefined && alike
    ? { name: app, selector: { app } }
    : { name: workload || proxy.name, selector: labels };
}

/** Namespaces no server of which was captured, but whose services no client offers mutual TLS to. */
function unseenAndDisabled(
  offers: ReadonlyMap<string, boolean>,
  seen: ReadonlySet<string>,
  mesh: MtlsMode,
): readonly PeerAuthentication[] {
  // Where nobody offers it to anyone, auto mTLS is off.
  if (mesh === 'DISABLE' || ![...offers.values()].includes(true)) return [];
  const disabled = [...offers].filter(([namespace, offered]) => !offered && !seen.has(namespace));
  return disabled.map(([namespace]) => inferred(namespace, 'default', 'DISABLE'));
}

/** Namespaces with services of the mesh that no rule is for, and whether some client offers auto mTLS to one; sorted. */
function offersByNamespace(proxies: readonly Proxy[]): ReadonlyMap<string, boolean> {
  const offered = new Map<string, boolean>();
  for (const cluster of proxies.flatMap(({ clusters }) => clusters)) {
    const name = serviceCluster(cluster);
    const namespace = name === undefined ? '' : namespaceOf(name.host, cluster);
    const inMesh = name?.host.includes(`.${namespace}.svc.`) === true && cluster.istio.external !== true;
    const offers = cluster.transportSocketMatches.some(({ match }) => match['tlsMode'] === 'istio');
    if (!inMesh || (!offers && cluster.istio.config !== undefined) || cluster.type === 'ORIGINAL_DST') continue;
    offered.set(namespace, offers || offered.get(namespace) === true);
  }
  return new Map([...offered].toSorted(([a], [b]) => compareText(a, b)));
}

function observe(proxy: Proxy): readonly Observed[] {
  const [listener] = inboundListeners(proxy);
  const groups = listener === undefined ? [] : portsOf(listener);
  const catchAll = groups.find(({ port }) => port === 0);
  const mode = catchAll && observedMode(catchAll);
  if (mode === undefined) return [];
  const ports = groups.flatMap((group) => {
    const own = group.port === 0 ? undefined : observedMode(group);
    return own === undefined || own === mode ? [] : [{ port: group.port, mode: own }];
  });
  return [{ proxy, mode, ports }];
}

function majority(modes: readonly MtlsMode[]): MtlsMode {
  const counts = new Map<MtlsMode, number>();
  for (const mode of modes) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  const [first] = [...counts].toSorted(([a, n], [b, m]) => m - n || compareText(a, b));
  return first?.[0] ?? 'PERMISSIVE';
}

function inferred(namespace: string, name: string, mode: MtlsMode): PeerAuthentication {
  return {
    kind: 'PeerAuthentication',
    apiVersion: 'security.istio.io/v1',
    namespace,
    name,
    created: '',
    labels: {},
    place: { source: '', pointer: '' },
    misplaced: [],
    mode,
    modeWritten: true,
    ports: [],
  };
}
