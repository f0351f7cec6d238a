import { isItem } from '../element.ts';
import type { Format, Found } from '../format.ts';
import type { JsonObject, RawSections } from '../model.ts';
import { sectionList } from '../sections.ts';
import type { SectionList } from '../sections.ts';
import { field, isObject, objectField, snakeCase, stringField } from '../spelling.ts';
import { readEntry } from './config-dump-entry.ts';

/**
 * A resource without the section around it: `istioctl pc cluster|listener|route|eds|endpoint -o json` (a list of
 * them), `/config_dump?resource=…` (a list of section entries), or a single one that somebody cut out.
 */
export const bareResource: Format = {
  name: 'Envoy resources',
  recognise(element) {
    const { tokens, value } = element;
    if (!isObject(value) || (tokens.length > 0 && !isItem(element))) return undefined;
    const type = stringField(value, '@type');
    const shape = (type === undefined ? undefined : byType(type)) ?? byFields(value);
    if (shape === undefined) return undefined;
    const { section } = shape;
    return {
      resources: resourcesOf(value, shape, type),
      ...(section === undefined ? {} : { partOf: section }),
      name: tokens[0] === 'configs' ? '/config_dump?resource=…' : nameOf(shape.kind),
    };
  },
};

interface Shape {
  readonly kind: Found['kind'];
  readonly section?: keyof RawSections;
  /** How to read the entry, where the message has an entry around it. */
  readonly list?: SectionList;
}

function resourcesOf(value: JsonObject, { kind, list }: Shape, typeUrl: string | undefined): readonly Found[] {
  if (list !== undefined && isEntry(value, list)) return readEntry(value, list).resources;
  return [{ kind, value, state: 'active', at: [], ...(typeUrl === undefined ? {} : { typeUrl }) }];
}

function isEntry(value: JsonObject, { message }: SectionList): boolean {
  return [message, 'active_state', 'warming_state', 'draining_state', 'error_state'].some(
    (name) => objectField(value, name) !== undefined,
  );
}

/** Which istioctl command prints a list of these. */
function nameOf(kind: Found['kind']): string {
  switch (kind) {
    case 'listener':
    case 'cluster':
    case 'route':
    case 'secret':
      return `istioctl pc ${kind} -o json|yaml`;
    case 'endpoints':
      return 'istioctl pc eds -o json|yaml';
    case 'cluster-status':
      return 'istioctl pc endpoint -o json|yaml';
    case 'bootstrap':
      return 'Envoy bootstrap';
    case 'virtual-host':
    case 'listener-status':
    case 'certificate':
    case 'server-info':
    case 'stats':
    case 'capture':
    case 'ztunnel':
    case 'kubernetes':
    case 'mesh-config':
    case 'unrecognised':
      return 'Envoy resources';
  }
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
  if (isLoadAssignment(value)) return shapes.endpoints;
  const [shape] = marks.find(([, names]) => names.some((name) => field(value, name) !== undefined)) ?? [];
  // Clusters and secrets always have a name; listeners and routes may do without.
  const needsName = shape === shapes.cluster || shape === shapes.secret;
  return needsName && stringField(value, 'name') === undefined ? undefined : shape;
}

/** A ClusterLoadAssignment may be nothing but a name. */
function isLoadAssignment(value: JsonObject): boolean {
  const fields = new Set(['@type', 'cluster_name', 'endpoints', 'named_endpoints', 'policy']);
  return (
    stringField(value, 'cluster_name') !== undefined && Object.keys(value).every((key) => fields.has(snakeCase(key)))
  );
}
