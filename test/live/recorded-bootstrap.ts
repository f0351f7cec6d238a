/**
 * A recorded proxy as the bootstrap of an Envoy that runs on its own. What istiod serves comes from files, endpoints
 * stand in their clusters, listeners open whichever ports are free, and certificates are issued anew, as no dump
 * holds their keys.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../src/input/model.ts';
import { mint, type Minted } from '../mint/mint.ts';

/** Writes what the proxy is served into `folder`; answers its bootstrap, without an admin endpoint. */
export async function recordedBootstrap(dump: string, folder: string, root: Minted): Promise<JsonObject> {
  mkdirSync(folder, { recursive: true });
  const { configs } = JSON.parse(dump) as { configs: JsonObject[] };
  const section = (name: string): JsonObject => configs.find((each) => textIn(each, '@type').endsWith(name)) ?? {};
  const bootstrap = section('.BootstrapConfigDump')['bootstrap'] as JsonObject;
  const node = bootstrap['node'] as JsonObject;
  const endpoints = list(section('.EndpointsConfigDump'), 'dynamic_endpoint_configs').map(
    (entry) => entry['endpoint_config'] as JsonObject,
  );
  const parts = {
    cds: list(section('.ClustersConfigDump'), 'dynamic_active_clusters').map((entry) =>
      withEndpoints(entry['cluster'] as JsonObject, endpoints),
    ),
    lds: list(section('.ListenersConfigDump'), 'dynamic_listeners').map(
      (entry) => (entry['active_state'] as JsonObject)['listener'] ?? {},
    ),
  };
  const single = [
    ...list(section('.RoutesConfigDump'), 'dynamic_route_configs').map((entry) => entry['route_config'] ?? {}),
    ...(await secrets(node, root)),
  ] as JsonObject[];
  for (const [name, resources] of Object.entries(parts)) write(folder, name, alone(resources, folder));
  // Whoever asks for one resource is served a file with that one alone.
  for (const each of single) write(folder, textIn(each, 'name'), [each]);
  return {
    node: { id: node['id'] ?? '', cluster: node['cluster'] ?? '', metadata: node['metadata'] ?? {} },
    static_resources: alone(bootstrap['static_resources'] ?? {}, folder),
    dynamic_resources: { lds_config: servedFrom(folder, 'lds'), cds_config: servedFrom(folder, 'cds') },
  };
}

/** Every file that Envoy is served costs it one of the machine's few watches: endpoints stand in their clusters. */
function withEndpoints({ eds_cluster_config, ...cluster }: JsonObject, endpoints: readonly JsonObject[]): JsonObject {
  if (eds_cluster_config === undefined) return cluster;
  const name = (eds_cluster_config as JsonObject)['service_name'] ?? cluster['name'];
  const { '@type': _, ...assignment } = endpoints.find((each) => each['cluster_name'] === name) ?? {};
  return { ...cluster, type: 'STATIC', load_assignment: { ...assignment, cluster_name: name ?? '' } };
}

function write(folder: string, name: string, resources: JsonValue): void {
  writeFileSync(fileOf(folder, name), JSON.stringify({ version_info: 'recorded', resources }));
}

function fileOf(folder: string, name: string): string {
  return join(folder, `${encodeURIComponent(name)}.json`);
}

function textIn(message: JsonObject, key: string): string {
  const value = message[key];
  return typeof value === 'string' ? value : '';
}

function list(section: JsonObject, key: string): readonly JsonObject[] {
  const entries = section[key];
  return Array.isArray(entries) ? (entries as JsonObject[]) : [];
}

function servedFrom(folder: string, name: string): JsonObject {
  return { path_config_source: { path: fileOf(folder, name) }, resource_api_version: 'V3' };
}

/** Fields that say from whom a resource is to be had; its name stands beside them. */
const sources = new Set(['config_source', 'sds_config']);

/** The same without istiod, and without ports of its own. */
function alone(value: JsonValue, folder: string): JsonValue {
  if (Array.isArray(value)) return value.map((each: JsonValue) => alone(each, folder));
  if (typeof value !== 'object' || value === null) return value;
  const given = value as JsonObject;
  const name = textIn(given, 'route_config_name') || textIn(given, 'name');
  const message = Object.fromEntries(
    Object.entries(given).map(([key, each]) => [
      key,
      sources.has(key) ? servedFrom(folder, name) : alone(each, folder),
    ]),
  );
  const isListener = 'filter_chains' in message && 'address' in message;
  return isListener && message['bind_to_port'] !== false ? { ...message, address: anywhere } : message;
}

/** Two proxies run side by side here, and would both take Istio's ports: they get whichever are free. */
const anywhere = { socket_address: { address: '0.0.0.0', port_value: 0 } };

/** What the agent of Istio serves: the proxy's own certificate and the root of the mesh. */
async function secrets(node: JsonObject, root: Minted): Promise<readonly JsonObject[]> {
  const { SERVICE_ACCOUNT: account, NAMESPACE: namespace } = node['metadata'] as Record<string, string>;
  const own = await mint({
    subject: '',
    issuer: root,
    sans: [`URI:spiffe://cluster.local/ns/${namespace}/sa/${account}`],
    extendedKeyUsage: ['serverAuth', 'clientAuth'],
  });
  const type = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret';
  const certificate_chain = { inline_string: own.pem };
  return [
    {
      '@type': type,
      name: 'default',
      tls_certificate: { certificate_chain, private_key: { inline_string: own.key.pem } },
    },
    { '@type': type, name: 'ROOTCA', validation_context: { trusted_ca: { inline_string: root.pem } } },
  ];
}
