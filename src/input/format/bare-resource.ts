import type { Element } from '../elements.ts';
import type { Format, Found, Recognised } from '../format.ts';
import type { JsonObject, RawSections } from '../model.ts';
import { sectionList } from '../sections.ts';
import type { SectionList } from '../sections.ts';
import { field, isObject, objectField, stringField } from '../spelling.ts';
import { readEntry } from './config-dump-entry.ts';

/**
 * A resource without the section around it: `istioctl pc cluster|listener|route|eds|endpoint -o json` (a list of
 * them), `/config_dump?resource=…` (a list of section entries), or a single one that somebody cut out.
 */
export const bareResource: Format = {
  name: 'list of Envoy resources',
  recognise({ path, value }: Element) {
    if (!isObject(value) || !standsAlone(path)) return undefined;
    const type = stringField(value, '@type');
    const shape = (type === undefined ? undefined : byType(type)) ?? byFields(value);
    if (shape === undefined) return undefined;
    if (shape.list !== undefined && objectField(value, shape.list.message) !== undefined) {
      return withSection(readEntry(value, shape.list), shape.section);
    }
    if (shape.list !== undefined && isListenerEntry(value))
      return withSection(readEntry(value, shape.list), shape.section);
    return withSection({ resources: [plain(value, shape.kind, type)] }, shape.section);
  },
};

interface Shape {
  readonly kind: Found['kind'];
  readonly section?: keyof RawSections;
  /** How to read the entry, where the message has an entry around it. */
  readonly list?: SectionList;
}

function standsAlone(path: Element['path']): boolean {
  return path.length === 0 || typeof path.at(-1) === 'number';
}

function plain(value: JsonObject, kind: Found['kind'], typeUrl: string | undefined): Found {
  return { kind, value, state: 'active', at: [], ...(typeUrl === undefined ? {} : { typeUrl }) };
}

function withSection(recognised: Recognised, section: keyof RawSections | undefined): Recognised {
  return section === undefined ? recognised : { ...recognised, sections: [section] };
}

function isListenerEntry(value: JsonObject): boolean {
  return ['active_state', 'warming_state', 'draining_state', 'error_state'].some(
    (name) => objectField(value, name) !== undefined,
  );
}

const shapes = {
  listener: { kind: 'listener', section: 'listeners' },
  cluster: { kind: 'cluster', section: 'clusters' },
  route: { kind: 'route', section: 'routes' },
  endpoints: { kind: 'endpoints', section: 'endpoints' },
  secret: { kind: 'secret', section: 'secrets' },
  bootstrap: { kind: 'bootstrap', section: 'bootstrap' },
} as const satisfies Record<string, Shape>;

/** Message names of `envoy.config.*`, and of the entries in `envoy.admin.*` (`ClustersConfigDump.DynamicCluster`). */
const types: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['Listener', shapes.listener],
  ['Cluster', shapes.cluster],
  ['RouteConfiguration', shapes.route],
  ['ClusterLoadAssignment', shapes.endpoints],
  ['Secret', shapes.secret],
  ['Bootstrap', shapes.bootstrap],
  ['ClusterStatus', { kind: 'cluster-status' }],
  ...entries('StaticListener', 'static_listeners', shapes.listener),
  ...entries('DynamicListener', 'dynamic_listeners', shapes.listener),
  ...entries('StaticCluster', 'static_clusters', shapes.cluster),
  ...entries('DynamicCluster', 'dynamic_active_clusters', shapes.cluster),
  ...entries('StaticRouteConfig', 'static_route_configs', shapes.route),
  ...entries('DynamicRouteConfig', 'dynamic_route_configs', shapes.route),
  ...entries('StaticEndpointConfig', 'static_endpoint_configs', shapes.endpoints),
  ...entries('DynamicEndpointConfig', 'dynamic_endpoint_configs', shapes.endpoints),
  ...entries('StaticSecret', 'static_secrets', shapes.secret),
  ...entries('DynamicSecret', 'dynamic_active_secrets', shapes.secret),
]);

function entries(type: string, key: string, shape: Shape): readonly (readonly [string, Shape])[] {
  const list = sectionList(key);
  return [[type, list === undefined ? shape : { ...shape, list }]];
}

function byType(type: string): Shape | undefined {
  const known = types.get(type.slice(type.lastIndexOf('.') + 1));
  return known ?? (type.includes('/envoy.') ? { kind: 'unrecognised' } : undefined);
}

/** Fields that only one of the messages has; enough of them that an incomplete one is still told apart. */
const marks: readonly (readonly [Shape, readonly string[]])[] = [
  [{ kind: 'cluster-status' }, ['host_statuses', 'added_via_api']],
  [shapes.listener, ['filter_chains', 'default_filter_chain', 'listener_filters', 'api_listener', 'internal_listener']],
  [shapes.route, ['virtual_hosts', 'validate_clusters', 'vhds']],
  [
    shapes.cluster,
    ['lb_policy', 'connect_timeout', 'eds_cluster_config', 'load_assignment', 'transport_socket_matches'],
  ],
  [shapes.cluster, ['cluster_type', 'tls_context', 'alt_stat_name']],
  [shapes.secret, ['tls_certificate', 'validation_context', 'session_ticket_keys', 'generic_secret']],
  [shapes.bootstrap, ['static_resources', 'dynamic_resources']],
];

function byFields(value: JsonObject): Shape | undefined {
  if (stringField(value, 'cluster_name') !== undefined && !('route' in value)) return shapes.endpoints;
  return marks.find(([, names]) => names.some((name) => field(value, name) !== undefined))?.[0];
}
