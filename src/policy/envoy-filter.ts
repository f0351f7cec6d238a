import { labelsAt, numberAt, objectAt, objectsAt, oneOf, textAt, type Labels } from './fields.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

/** One patch, as far as it says what it touches. What it does there is not interpreted. */
export interface EnvoyPatch {
  readonly applyTo: string;
  readonly context: (typeof contexts)[number];
  readonly operation: string;
  /** Port of the listener, the filter chain, the cluster or the route; undefined: any. */
  readonly port?: number;
  /** Name of a listener or a cluster; empty: any. */
  readonly name: string;
  /** Host and subset of the clusters it touches; empty: any. */
  readonly service: string;
  readonly subset: string;
  /** `listener.filterChain.transportProtocol` of the chains it touches; empty: any. */
  readonly transportProtocol: string;
  readonly path: string;
}

/** networking.istio.io EnvoyFilter: changes what istiod wrote, by hand. */
export interface EnvoyFilter extends KubernetesResource<'EnvoyFilter'> {
  readonly workloadSelector?: Labels;
  readonly targetRefs: boolean;
  readonly patches: readonly EnvoyPatch[];
}

const contexts = ['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND', 'GATEWAY', 'WAYPOINT'] as const;

export function readEnvoyFilter(from: Manifest): EnvoyFilter {
  const selector = labelsAt(objectAt(from.spec, 'workloadSelector'), 'labels');
  return {
    ...header('EnvoyFilter', from, ['workloadSelector', 'targetRefs', 'configPatches', 'priority']),
    ...(selector === undefined ? {} : { workloadSelector: selector }),
    targetRefs: objectsAt(from.spec, 'targetRefs').length > 0,
    patches: objectsAt(from.spec, 'configPatches').map(({ value, index }) => {
      const match = objectAt(value, 'match');
      const listener = objectAt(match, 'listener');
      const cluster = objectAt(match, 'cluster');
      const route = objectAt(match, 'routeConfiguration');
      const port =
        numberAt(objectAt(listener, 'filterChain'), 'destinationPort') ??
        numberAt(listener, 'portNumber') ??
        numberAt(cluster, 'portNumber') ??
        numberAt(route, 'portNumber');
      return {
        applyTo: textAt(value, 'applyTo') ?? '',
        context: oneOf(textAt(match, 'context'), contexts, 'ANY'),
        operation: textAt(objectAt(value, 'patch'), 'operation') ?? '',
        ...(port === undefined ? {} : { port }),
        name: textAt(listener, 'name') ?? textAt(cluster, 'name') ?? '',
        service: textAt(cluster, 'service') ?? '',
        subset: textAt(cluster, 'subset') ?? '',
        transportProtocol: textAt(objectAt(listener, 'filterChain'), 'transportProtocol') ?? '',
        path: `/spec/configPatches/${index}`,
      };
    }),
  };
}
