/** The listener filters of a case. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Aim } from '../lab/coverage.ts';

export interface Filters {
  /** proxy_protocol, where a header may come. */
  readonly first: readonly JsonObject[];
  readonly inspectors: readonly JsonObject[];
  readonly timeout: JsonObject;
}

/** `port` is the destination port when the inspectors run. */
export function listenerFilters(aim: Aim, port: number): Filters {
  const tls = inspector('tls_inspector', 'TlsInspector', aim['tls_inspector'], port);
  const http = inspector('http_inspector', 'HttpInspector', aim['http_inspector'], port);
  return {
    first: proxyProtocol(aim['reached']),
    inspectors: aim['order'] === 'HTTP first' ? [...http, ...tls] : [...tls, ...http],
    timeout: timeoutOf(aim['timeout']),
  };
}

function proxyProtocol(reached: string | undefined): readonly JsonObject[] {
  if (reached === 'direct') return [];
  const allowed = reached === 'header allowed but not sent' ? { allow_requests_without_proxy_protocol: true } : {};
  return [filter('proxy_protocol', 'ProxyProtocol', allowed)];
}

function inspector(name: string, type: string, aim: string | undefined, port: number): readonly JsonObject[] {
  const disabled = predicateOf(aim, port);
  if (aim === 'none' || aim === undefined) return [];
  return [{ ...filter(name, type, {}), ...(disabled === undefined ? {} : { filter_disabled: disabled }) }];
}

function predicateOf(aim: string | undefined, port: number): JsonObject | undefined {
  const here = range(port, port + 1);
  const elsewhere = range(1, Math.max(2, port - 1));
  switch (aim ?? '') {
    case 'off':
      return here;
    case 'off elsewhere':
      return { and_match: { rules: [{ any_match: true }, elsewhere] } };
    case 'off by not_match':
      return { not_match: elsewhere };
    case 'off by or_match':
      return { or_match: { rules: [elsewhere, here] } };
    default:
      return undefined;
  }
}

function range(start: number, end: number): JsonObject {
  return { destination_port_range: { start, end } };
}

function timeoutOf(aim: string | undefined): JsonObject {
  switch (aim ?? '') {
    case 'continues':
      return { listener_filters_timeout: '0.2s', continue_on_listener_filters_timeout: true };
    case 'closes':
      return { listener_filters_timeout: '0.2s' };
    case 'none':
      return { listener_filters_timeout: '0s', continue_on_listener_filters_timeout: true };
    default:
      return {};
  }
}

/** A listener filter by its names. */
export function filter(name: string, type: string, config: JsonObject): JsonObject {
  const typeUrl = `type.googleapis.com/envoy.extensions.filters.listener.${name}.v3.${type}`;
  return { name: `envoy.filters.listener.${name}`, typed_config: { '@type': typeUrl, ...config } };
}
