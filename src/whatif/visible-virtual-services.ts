/** Which VirtualServices a proxy takes routes from, in the order istiod applies them. */
import type { Proxy } from '../envoy/model.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { oldestFirst } from '../policy/resource.ts';
import { importsRouteHost } from '../policy/sidecar-for.ts';
import type { VirtualService } from '../policy/virtual-service.ts';
import { isExportedTo } from '../policy/visibility.ts';

/**
 * VirtualServices bound to a gateway (`mesh` for sidecars) that a proxy's namespace may see: private
 * ones first, then those exported to it, then public ones, each oldest first (Istio:
 * `VirtualServicesForGateway`, pilot/pkg/model/push_context.go).
 */
export function virtualServicesFor(state: PolicyIndex, proxy: Proxy, gateway: string): readonly VirtualService[] {
  const { namespace } = proxy.node;
  const sorted = visibleIn(namespace, gateway, state);
  if (gateway !== 'mesh') return sorted;
  const egress = state.sidecarFor(proxy.node)?.sidecar.egress ?? [];
  if (egress.length === 0) return sorted;
  return sorted.filter((each) =>
    egress.some((entry) =>
      each.hosts.some((host) => importsRouteHost(entry, namespace, { host, namespace: each.namespace })),
    ),
  );
}

const known = new WeakMap<PolicyIndex, Map<string, readonly VirtualService[]>>();

/** Remembered: all proxies of a namespace see the same. */
function visibleIn(namespace: string, gateway: string, state: PolicyIndex): readonly VirtualService[] {
  const lists = known.get(state) ?? new Map<string, readonly VirtualService[]>();
  known.set(state, lists);
  const key = `${namespace} ${gateway}`;
  const list = lists.get(key) ?? inOrder(namespace, gateway, state);
  lists.set(key, list);
  return list;
}

function inOrder(namespace: string, gateway: string, { policies, settings }: PolicyIndex): readonly VirtualService[] {
  const visible = policies.virtualServices.filter(
    (each) =>
      each.gateways.includes(gateway) &&
      isExportedTo(each.exportTo, each.namespace, namespace, settings.exportTo.virtualService),
  );
  const rank = (each: VirtualService): number => {
    const exportTo = each.exportTo.length > 0 ? each.exportTo : settings.exportTo.virtualService;
    if (exportTo.length === 0 || exportTo.includes('*')) return 2;
    return exportTo.includes('.') || exportTo.includes(each.namespace) ? 0 : 1;
  };
  return visible.toSorted((a, b) => rank(a) - rank(b) || oldestFirst(a, b));
}
