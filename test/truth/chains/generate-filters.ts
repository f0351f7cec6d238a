/** The listener filters of a case. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Aim } from '../lab/coverage.ts';
import { httpInspector, ports, proxyProtocol, tlsInspector } from './filters.ts';

export interface Filters {
  /** proxy_protocol, where a header may come. */
  readonly first: readonly JsonObject[];
  readonly inspectors: readonly JsonObject[];
  readonly timeout: JsonObject;
}

/** `port` is the destination port when the inspectors run. */
export function listenerFilters(aim: Aim, port: number): Filters {
  const tls = runs(aim['tls_inspector']) ? [tlsInspector({}, predicateOf(aim['tls_inspector'], port))] : [];
  const http = runs(aim['http_inspector']) ? [httpInspector(predicateOf(aim['http_inspector'], port))] : [];
  return {
    first: headerReader(aim['reached']),
    inspectors: aim['order'] === 'HTTP first' ? [...http, ...tls] : [...tls, ...http],
    timeout: timeoutOf(aim['timeout']),
  };
}

function runs(aim: string | undefined): boolean {
  return aim !== undefined && aim !== 'none';
}

function headerReader(reached: string | undefined): readonly JsonObject[] {
  if (reached === 'direct') return [];
  const allowed = reached === 'header allowed but not sent';
  return [proxyProtocol(allowed ? { allow_requests_without_proxy_protocol: true } : {})];
}

function predicateOf(aim: string | undefined, port: number): JsonObject | undefined {
  const here = ports(port, port + 1);
  const elsewhere = ports(1, Math.max(2, port - 1));
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
