/**
 * A dump without what every proxy of every mesh says alike: the bootstrap but for the node, the list of Envoy's
 * extensions, and the proxy's own static listeners, clusters and endpoints (metrics, health, its control plane).
 * @param {string} json what `/config_dump?include_eds` printed
 * @returns {string} indented by one space
 */
export function trimmed(json) {
  const dump = /** @type {{configs: Record<string, unknown>[]}} */ (JSON.parse(json));
  for (const section of dump.configs) {
    for (const part of ['static_listeners', 'static_clusters', 'static_endpoint_configs']) delete section[part];
    const { node } = /** @type {{node?: Record<string, unknown>}} */ (section['bootstrap'] ?? {});
    if (node === undefined) continue;
    delete node['extensions'];
    section['bootstrap'] = { node };
  }
  return `${JSON.stringify(dump, undefined, 1)}\n`;
}
