/** Listener filters in Envoy's JSON. */
import type { JsonObject } from '../../../src/input/model.ts';

/**
 * A `listener_filters_timeout` that is over before a client's patience ends, and long enough that a busy machine has
 * sent its bytes by then.
 */
export const shortTimeout = '2s';

export function tlsInspector(config: JsonObject = {}, disabled?: JsonObject): JsonObject {
  return filter('tls_inspector', 'TlsInspector', config, disabled);
}

export function httpInspector(disabled?: JsonObject): JsonObject {
  return filter('http_inspector', 'HttpInspector', {}, disabled);
}

export function proxyProtocol(config: JsonObject = {}): JsonObject {
  return filter('proxy_protocol', 'ProxyProtocol', config);
}

export function originalDst(): JsonObject {
  return filter('original_dst', 'OriginalDst', {});
}

function filter(name: string, type: string, config: JsonObject, disabled?: JsonObject): JsonObject {
  const typeUrl = `type.googleapis.com/envoy.extensions.filters.listener.${name}.v3.${type}`;
  return {
    name: `envoy.filters.listener.${name}`,
    typed_config: { '@type': typeUrl, ...config },
    ...(disabled === undefined ? {} : { filter_disabled: disabled }),
  };
}

/** A `filter_disabled` predicate for the ports from `start` up to but not including `end`. */
export function ports(start: number, end: number): JsonObject {
  return { destination_port_range: { start, end } };
}
