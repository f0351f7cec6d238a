/**
 * What is looked at of a section of a dump.
 * @typedef {object} Section
 * @property {{node?: Record<string, unknown>}} [bootstrap]
 * @property {unknown[]} [static_listeners]
 * @property {unknown[]} [static_clusters]
 * @property {unknown[]} [static_endpoint_configs]
 * @property {unknown[]} [dynamic_active_clusters]
 * @property {unknown[]} [dynamic_listeners]
 * @property {{endpoint_config?: {cluster_name?: string}}[]} [dynamic_endpoint_configs]
 * @property {{route_config: {virtual_hosts: unknown[]}}[]} [dynamic_route_configs]
 */

/**
 * A dump without what every proxy of every mesh says alike: the bootstrap but for the node, the list of Envoy's
 * extensions, and the proxy's own static listeners, clusters and endpoints (metrics, health, its control plane); and
 * without services that lead to a pod that is left out.
 * @param {string} json what `/config_dump?include_eds` printed
 * @param {ReadonlySet<string>} leftOut addresses of pods
 * @returns {string} indented by one space
 */
export function trimmed(json, leftOut) {
  const dump = /** @type {{configs: Section[]}} */ (JSON.parse(json));
  const gone = clustersTo(dump.configs, leftOut);
  for (const section of dump.configs) {
    delete section.static_listeners;
    delete section.static_clusters;
    delete section.static_endpoint_configs;
    const { dynamic_active_clusters: clusters, dynamic_endpoint_configs: endpoints } = section;
    if (clusters !== undefined) section.dynamic_active_clusters = clusters.filter((each) => !leadsTo(each, gone));
    if (endpoints !== undefined) section.dynamic_endpoint_configs = endpoints.filter((each) => !leadsTo(each, gone));
    const { dynamic_listeners: listeners } = section;
    // A listener with routes is for several services.
    const stays = (/** @type {unknown} */ each) => JSON.stringify(each).includes('"rds"') || !leadsTo(each, gone);
    if (listeners !== undefined) section.dynamic_listeners = listeners.filter(stays);
    for (const { route_config: config } of section.dynamic_route_configs ?? []) {
      config.virtual_hosts = config.virtual_hosts.filter((each) => !leadsTo(each, gone));
    }
    const { node } = section.bootstrap ?? {};
    if (node === undefined) continue;
    delete node['extensions'];
    section.bootstrap = { node };
  }
  return `${JSON.stringify(dump, undefined, 1)}\n`;
}

/**
 * The addresses of a dump's own pod.
 * @param {string} json
 * @returns {readonly string[]}
 */
export function addressesOf(json) {
  return /"INSTANCE_IPS": ?"([^"]+)"/u.exec(json)?.[1]?.split(',') ?? [];
}

/**
 * The clusters with an endpoint among the addresses.
 * @param {readonly Section[]} sections
 * @param {ReadonlySet<string>} addresses
 * @returns {ReadonlySet<string>}
 */
function clustersTo(sections, addresses) {
  const names = sections
    .flatMap((section) => section.dynamic_endpoint_configs ?? [])
    .filter((each) =>
      [...JSON.stringify(each).matchAll(/"address":"([^"]+)"/gu)].some(([, at = '']) => addresses.has(at)),
    )
    .map((each) => each.endpoint_config?.cluster_name ?? '');
  return new Set(names.filter((name) => name.startsWith('outbound|')));
}

/**
 * Whether all clusters it names are gone.
 * @param {unknown} value
 * @param {ReadonlySet<string>} gone
 */
function leadsTo(value, gone) {
  const text = JSON.stringify(value);
  const named = [...text.matchAll(/"(?:cluster|cluster_name|name)":"(outbound\|[^"]+)"/gu)].map(
    ([, name = '']) => name,
  );
  return named.length > 0 && named.every((name) => gone.has(name));
}
