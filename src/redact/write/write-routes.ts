/** Route configurations: which host leads to which cluster. */
import type {
  HostRewrite,
  Route,
  RouteAction,
  RouteConfiguration,
  RouteMatch,
  VirtualHost,
  WeightedCluster,
} from '../../envoy/model.ts';
import type { JsonObject } from '../../input/model.ts';
import { message } from './message.ts';

export function writeRoutes(config: RouteConfiguration): JsonObject {
  return message({
    name: config.name,
    virtual_hosts: config.virtualHosts.map(writeVirtualHost),
    ignore_port_in_host_matching: config.ignorePortInHostMatching,
  });
}

function writeVirtualHost({ name, domains, routes, requireTls }: VirtualHost): JsonObject {
  return message({ name, domains, routes: routes.map(writeRoute), require_tls: requireTls });
}

function writeRoute({ match, action, hostRewrite, retries, retryOn, operation, config }: Route): JsonObject {
  const decorated = operation === undefined ? {} : { decorator: { operation } };
  const metadata = config === undefined ? {} : { metadata: { filter_metadata: { istio: { config } } } };
  return {
    match: writeMatch(match),
    ...writeAction(action, { ...writeRetries(retries, retryOn), ...writeHostRewrite(hostRewrite) }),
    ...decorated,
    ...metadata,
  };
}

function writeMatch({ kind, value, conditional }: RouteMatch): JsonObject {
  const asked = conditional ? { headers: [{}] } : {};
  switch (kind) {
    case 'prefix':
    case 'path':
      return { [kind]: value, ...asked };
    case 'regex':
      return { safe_regex: { regex: value }, ...asked };
    case 'connect':
      return { connect_matcher: {}, ...asked };
    case 'other':
      return asked;
  }
}

function writeRetries(retries: number, retryOn: string): JsonObject {
  if (retries === 0 && retryOn === '') return {};
  return { retry_policy: { num_retries: retries, ...message({ retry_on: retryOn }) } };
}

function writeHostRewrite(rewrite: HostRewrite | undefined): JsonObject {
  switch (rewrite?.kind) {
    case undefined:
      return {};
    case 'literal':
      return { host_rewrite_literal: rewrite.host };
    case 'endpoint':
      return { auto_host_rewrite: true };
    case 'request':
      return { host_rewrite_path_regex: {} };
  }
}

/** `more`: fields of a `RouteAction` that leads to a cluster. */
function writeAction(action: RouteAction, more: JsonObject): JsonObject {
  switch (action.kind) {
    case 'cluster':
      return { route: { cluster: action.cluster, ...more } };
    case 'weighted':
      return { route: { weighted_clusters: writeWeighted(action.clusters), ...more } };
    case 'cluster-header':
      return { route: { cluster_header: action.header, ...more } };
    case 'redirect':
      return { redirect: message({ https_redirect: action.https }) };
    case 'direct-response':
      return { direct_response: { status: action.status } };
    case 'other':
      return {};
  }
}

/** `weighted_clusters` of a route or a TCP proxy. */
export function writeWeighted(clusters: readonly WeightedCluster[]): JsonObject {
  return { clusters: clusters.map(({ name, weight }) => ({ name, weight })) };
}
