/**
 * Runs cases of transport socket selection: one cluster each, all in one Envoy. Envoy chooses when it makes the host;
 * `cluster.NAME.MATCH.total_match_count` tells what.
 */
import { writeFileSync } from 'node:fs';
import type { Proxy } from '../../../src/envoy/model.ts';
import { selectTransportSocket } from '../../../src/envoy/transport-socket-selection.ts';
import type { JsonObject } from '../../../src/input/model.ts';
import type { Outcome } from '../lab/kind.ts';
import type { Lab } from '../lab/lab.ts';
import { readProxy } from '../lab/read-proxy.ts';
import type { SocketCase } from './case.ts';

export async function runSockets(cases: readonly SocketCase[], lab: Lab): Promise<readonly Outcome[]> {
  const clusters = cases.map((each, at) => clusterOf(each, nameAt(at), lab));
  const envoy = await lab.start({ static_resources: { clusters } });
  try {
    const proxy = await readProxy(envoy, lab);
    const chosen = matchCounts(await envoy.admin('/stats?filter=total_match_count&usedonly'));
    return cases.map((each, at) => {
      const observed = chosen.get(nameAt(at))?.join(', ') ?? 'nothing';
      const predicted = predict(proxy, nameAt(at));
      return { predicted: predicted === each.undecided ? observed : predicted, observed };
    });
  } finally {
    await envoy.stop();
  }
}

function nameAt(at: number): string {
  return `cluster-${at}`;
}

function clusterOf(from: SocketCase, name: string, lab: Lab): JsonObject {
  const assignment = assignmentOf(from, name);
  const shared: JsonObject = {
    name,
    transport_socket_matches: from.matches.map((match) => ({ ...match, transport_socket: raw })),
    ...(from.matcher === undefined ? {} : { transport_socket_matcher: from.matcher }),
  };
  if (from.eds !== true) return { ...shared, type: 'STATIC', load_assignment: assignment };
  const path = lab.path(`${name}.json`);
  const resource = { '@type': 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment', ...assignment };
  writeFileSync(path, JSON.stringify({ version_info: '1', resources: [resource] }));
  const config = { resource_api_version: 'V3', path_config_source: { path } };
  return { ...shared, type: 'EDS', eds_cluster_config: { eds_config: config } };
}

const raw: JsonObject = {
  name: 'envoy.transport_sockets.raw_buffer',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer' },
};

function assignmentOf({ endpoint, locality }: SocketCase, name: string): JsonObject {
  const address = { socket_address: { address: '127.0.0.1', port_value: 9 } };
  const host: JsonObject = { endpoint: { address }, ...metadata(endpoint) };
  return { cluster_name: name, endpoints: [{ lb_endpoints: [host], ...metadata(locality) }] };
}

function metadata(filterMetadata: JsonObject | undefined): JsonObject {
  return filterMetadata === undefined ? {} : { metadata: { filter_metadata: filterMetadata } };
}

/** `cluster.NAME.MATCH.total_match_count: N` → names of the matches that were chosen. */
function matchCounts(stats: string): Map<string, string[]> {
  const chosen = new Map<string, string[]>();
  for (const [, cluster = '', match = ''] of stats.matchAll(/^cluster\.([^.]+)\.(.+)\.total_match_count: [1-9]/gmu)) {
    chosen.set(cluster, [...(chosen.get(cluster) ?? []), match]);
  }
  return chosen;
}

/** `default` is Envoy's word for the cluster's own socket. */
function predict(proxy: Proxy, name: string): string {
  const cluster = proxy.clusters.find((each) => each.name === name);
  const group = cluster?.loadAssignment ?? proxy.endpoints.find(({ clusterName }) => clusterName === name);
  const [endpoint] = group?.endpoints ?? [];
  if (cluster === undefined || group === undefined || endpoint === undefined) return 'not in the dump';
  const selection = selectTransportSocket(cluster, endpoint, group);
  if (selection.kind === 'unknown') return `undecided: ${selection.needs}`;
  return 'name' in selection.reason ? selection.reason.name : 'default';
}
