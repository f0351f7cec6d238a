import type { RawKind, RawResource, RawSections } from './model.ts';
import { snakeCase } from './spelling.ts';

/** What the entries of one list inside a config dump hold. */
export interface SectionList {
  readonly section?: keyof RawSections;
  readonly kind: RawKind;
  readonly state: RawResource['state'];
  /** The field of an entry that holds the message. */
  readonly message: string;
}

/**
 * Every list that the messages of `envoy/admin/v3/config_dump*.proto` (and v2alpha) have, by proto name.
 * The key alone tells what the entries are, so masked and cut dumps are understood without their `@type`.
 */
const lists: ReadonlyMap<string, SectionList> = new Map([
  ['static_listeners', list('listeners', 'listener', 'static', 'listener')],
  ['dynamic_listeners', list('listeners', 'listener', 'active', 'listener')],
  ['dynamic_active_listeners', list('listeners', 'listener', 'active', 'listener')],
  ['dynamic_warming_listeners', list('listeners', 'listener', 'warming', 'listener')],
  ['dynamic_draining_listeners', list('listeners', 'listener', 'draining', 'listener')],
  ['static_clusters', list('clusters', 'cluster', 'static', 'cluster')],
  ['dynamic_active_clusters', list('clusters', 'cluster', 'active', 'cluster')],
  ['dynamic_warming_clusters', list('clusters', 'cluster', 'warming', 'cluster')],
  ['static_endpoint_configs', list('endpoints', 'endpoints', 'static', 'endpoint_config')],
  ['dynamic_endpoint_configs', list('endpoints', 'endpoints', 'active', 'endpoint_config')],
  ['static_route_configs', list('routes', 'route', 'static', 'route_config')],
  ['dynamic_route_configs', list('routes', 'route', 'active', 'route_config')],
  ['static_secrets', list('secrets', 'secret', 'static', 'secret')],
  ['dynamic_active_secrets', list('secrets', 'secret', 'active', 'secret')],
  ['dynamic_warming_secrets', list('secrets', 'secret', 'warming', 'secret')],
  ['inline_scoped_route_configs', list(undefined, 'unrecognised', 'static', 'scoped_route_configs')],
  ['dynamic_scoped_route_configs', list(undefined, 'unrecognised', 'active', 'scoped_route_configs')],
  ['ecds_filters', list(undefined, 'unrecognised', 'active', 'ecds_filter')],
]);

function list(
  section: keyof RawSections | undefined,
  kind: RawKind,
  state: RawResource['state'],
  message: string,
): SectionList {
  return section === undefined ? { kind, state, message } : { section, kind, state, message };
}

/** The proto names of all lists. */
export const sectionKeys: readonly string[] = [...lists.keys()];

/** What the list under a key holds, under either spelling. */
export function sectionList(key: string | undefined): SectionList | undefined {
  return key === undefined ? undefined : lists.get(snakeCase(key));
}

const sectionsByType: ReadonlyMap<string, keyof RawSections> = new Map([
  ['ListenersConfigDump', 'listeners'],
  ['ClustersConfigDump', 'clusters'],
  ['EndpointsConfigDump', 'endpoints'],
  ['RoutesConfigDump', 'routes'],
  ['SecretsConfigDump', 'secrets'],
]);

/** The section that a `…ConfigDump` message of this type stands for, even when it lists nothing. */
export function sectionOfType(typeUrl: string): keyof RawSections | undefined {
  return sectionsByType.get(typeUrl.slice(typeUrl.lastIndexOf('.') + 1));
}
