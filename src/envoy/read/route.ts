/** `RouteConfiguration`: virtual hosts, routes and where they lead. */
import type { Place } from '../../evidence.ts';
import type { JsonObject } from '../../input/model.ts';
import { field, flag, has, message, messageOrEmpty, messages, number, text, texts } from './fields.ts';
import type { HostRewrite, Route, RouteAction, RouteConfiguration, RouteMatch, VirtualHost } from '../model.ts';
import { present } from '../present.ts';
import { readWeightedClusters } from './tcp-proxy.ts';
import { filterMetadata, stringIn } from './struct.ts';

/** What a route may ask of a request beyond its path (`RouteMatch`). */
const conditions = [
  'headers',
  'query_parameters',
  'cookies',
  'grpc',
  'tls_context',
  'runtime_fraction',
  'runtime',
  'dynamic_metadata',
  'filter_state',
];

const requirements = ['EXTERNAL_ONLY', 'ALL'] as const;

/** `place` is that of the resource; `path` leads from it to this message (empty for a resource of its own). */
export function readRouteConfiguration(config: JsonObject, place: Place, path: string): RouteConfiguration {
  return {
    name: text(config, 'name') ?? '',
    virtualHosts: messages(config, 'virtual_hosts').map((host, index) => readVirtualHost(host, virtualHostPath(index))),
    ignorePortInHostMatching: flag(config, 'ignore_port_in_host_matching') ?? false,
    place,
    path,
  };
}

/** Where a virtual host stands, relative to its route configuration. */
export function virtualHostPath(index: number): string {
  return `/virtual_hosts/${index}`;
}

/** `path` is put before those of its routes. */
export function readVirtualHost(host: JsonObject, path: string): VirtualHost {
  const requireTls = text(host, 'require_tls');
  return present({
    name: text(host, 'name') ?? '',
    domains: texts(host, 'domains'),
    routes: readRoutes(host, path),
    requireTls: requirements.find((known) => known === requireTls),
  });
}

/** An xDS matcher in place of a list may choose anything: it reads as one route that leads nobody knows where. */
function readRoutes(host: JsonObject, path: string): readonly Route[] {
  if (has(host, 'matcher')) return [readRoute({}, `${path}/matcher`, undefined)];
  const retries = message(host, 'retry_policy');
  return messages(host, 'routes').map((route, at) => readRoute(route, `${path}/routes/${at}`, retries));
}

/** A route's own retry policy replaces that of its virtual host; without `num_retries` it retries once. */
function readRoute(route: JsonObject, path: string, hostRetries: JsonObject | undefined): Route {
  const retry = message(messageOrEmpty(route, 'route'), 'retry_policy') ?? hostRetries;
  return present({
    path,
    match: readRouteMatch(messageOrEmpty(route, 'match')),
    action: readAction(route),
    hostRewrite: readHostRewrite(messageOrEmpty(route, 'route')),
    retries: retry === undefined ? 0 : (number(retry, 'num_retries') ?? 1),
    retryOn: retry === undefined ? '' : (text(retry, 'retry_on') ?? ''),
    operation: text(messageOrEmpty(route, 'decorator'), 'operation'),
    config: stringIn(filterMetadata(route, 'istio') ?? {}, 'config'),
  });
}

/** `host_rewrite_specifier`; `host_rewrite` and `auto_host_rewrite_header` are of API v2. */
function readHostRewrite(action: JsonObject): HostRewrite | undefined {
  const host = text(action, 'host_rewrite_literal') ?? text(action, 'host_rewrite');
  if (host !== undefined && host !== '') return { kind: 'literal', host };
  if (flag(action, 'auto_host_rewrite') === true) return { kind: 'endpoint' };
  return requestRewrites.some((name) => has(action, name)) ? { kind: 'request' } : undefined;
}

const requestRewrites = ['host_rewrite_header', 'auto_host_rewrite_header', 'host_rewrite_path_regex'];

function readRouteMatch(match: JsonObject): RouteMatch {
  const conditional = conditions.some((name) => isAsked(match, name));
  const prefix = text(match, 'prefix') ?? text(match, 'path_separated_prefix');
  if (prefix !== undefined) return { kind: 'prefix', value: prefix, conditional };
  const path = text(match, 'path');
  if (path !== undefined) return { kind: 'path', value: path, conditional };
  const regex =
    text(messageOrEmpty(match, 'safe_regex'), 'regex') ??
    text(match, 'regex') ??
    text(match, 'hidden_envoy_deprecated_regex');
  if (regex !== undefined) return { kind: 'regex', value: regex, conditional };
  if (has(match, 'connect_matcher')) return { kind: 'connect', value: '', conditional };
  return { kind: 'other', value: '', conditional: true };
}

function isAsked(match: JsonObject, name: string): boolean {
  const value = field(match, name);
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function readAction(route: JsonObject): RouteAction {
  const action = message(route, 'route');
  if (action !== undefined) return readClusterAction(action);
  const redirect = message(route, 'redirect');
  if (redirect !== undefined) {
    const https = flag(redirect, 'https_redirect') === true || text(redirect, 'scheme_redirect') === 'https';
    return { kind: 'redirect', https };
  }
  const response = message(route, 'direct_response');
  return response === undefined
    ? { kind: 'other' }
    : { kind: 'direct-response', status: number(response, 'status') ?? 0 };
}

function readClusterAction(action: JsonObject): RouteAction {
  const cluster = text(action, 'cluster');
  if (cluster !== undefined) return { kind: 'cluster', cluster };
  const weighted = message(action, 'weighted_clusters');
  if (weighted !== undefined) return { kind: 'weighted', clusters: readWeightedClusters(weighted) };
  const header = text(action, 'cluster_header');
  return header === undefined ? { kind: 'other' } : { kind: 'cluster-header', header };
}
