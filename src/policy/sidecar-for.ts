import { grouped } from './grouped.ts';
import { isWildcard, isWithin } from './host-names.ts';
import { oldestFirst } from './resource.ts';
import { selects, type Workload } from './selector.ts';
import type { Sidecar, SidecarEgress } from './sidecar.ts';
import type { ServiceName } from './destination-rule-for.ts';

/** The Sidecar that counts for a workload. */
export interface EffectiveSidecar {
  readonly sidecar: Sidecar;
  readonly scope: 'workload' | 'namespace' | 'mesh';
}

/** The Sidecar that counts for a workload; undefined where there is none. */
export type SidecarFor = (workload: Workload) => EffectiveSidecar | undefined;

/**
 * Looks up Sidecars for workloads: of its namespace one whose selector selects it, else one without a
 * selector, else that of the root namespace; the oldest where there are several. Gateways have none
 * (Istio: `doGetSidecarScope`, pilot/pkg/model/push_context.go).
 */
export function sidecarLookup(sidecars: readonly Sidecar[], rootNamespace: string): SidecarFor {
  const byNamespace = grouped(sidecars.toSorted(oldestFirst), ({ namespace }) => namespace);
  const whole = (namespace: string): Sidecar | undefined =>
    byNamespace.get(namespace)?.find(({ workloadSelector }) => workloadSelector === undefined);
  const root = whole(rootNamespace);
  return ({ namespace, labels }) => {
    const selecting = byNamespace
      .get(namespace)
      ?.find(({ workloadSelector }) => workloadSelector !== undefined && selects(workloadSelector, labels));
    if (selecting !== undefined) return { sidecar: selecting, scope: 'workload' };
    const own = whole(namespace);
    if (own !== undefined) return { sidecar: own, scope: 'namespace' };
    return root && { sidecar: root, scope: 'mesh' };
  };
}

/** What an egress entry asks for, its namespaces resolved for one workload. */
interface HostPattern {
  readonly namespace: string;
  readonly host: string;
  readonly excluded: boolean;
}

function patterns(egress: SidecarEgress, ownNamespace: string): readonly HostPattern[] {
  return egress.hosts.flatMap((written) => {
    const [before = '', host, ...more] = written.split('/');
    if (host === undefined || more.length > 0) return [];
    const excluded = before.startsWith('~');
    const name = excluded ? before.slice(1) || '*' : before;
    return { namespace: name === '.' ? ownNamespace : name, host, excluded };
  });
}

/**
 * Whether an egress entry imports a service. An entry of the service's own namespace is asked
 * before one for all namespaces; a `~` entry takes away (Istio: `selectServices`,
 * pilot/pkg/model/sidecar.go).
 */
export function importsService(egress: SidecarEgress, ownNamespace: string, service: ServiceName): boolean {
  const relevant = patterns(egress, ownNamespace).filter(
    ({ namespace }) => namespace === '*' || namespace === service.namespace,
  );
  const matches = ({ host }: HostPattern): boolean => isWithin(service.host, host);
  return (
    !relevant.some((each) => each.excluded && matches(each)) && relevant.some((each) => !each.excluded && matches(each))
  );
}

/**
 * Whether an egress entry imports a VirtualService's host: here a wildcard on either side will do
 * (Istio: `hostClassification.VSMatches`).
 */
export function importsRouteHost(
  egress: SidecarEgress,
  ownNamespace: string,
  route: { readonly host: string; readonly namespace: string },
): boolean {
  return patterns(egress, ownNamespace).some(
    ({ namespace, host, excluded }) =>
      !excluded &&
      (namespace === '*' || namespace === route.namespace) &&
      (isWithin(route.host, host) || (isWildcard(route.host) && isWithin(host, route.host))),
  );
}
