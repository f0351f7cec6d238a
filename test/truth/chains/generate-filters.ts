/** The listener filters of a case. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Aim } from '../lab/coverage.ts';
import type { Random } from '../lab/random.ts';
import { httpInspector, ports, proxyProtocol, shortTimeout, tlsInspector } from './filters.ts';

export interface Filters {
  /** proxy_protocol, where a header may come. */
  readonly first: readonly JsonObject[];
  readonly inspectors: readonly JsonObject[];
  readonly timeout: JsonObject;
}

/** `port` is the destination port when the inspectors run. */
export function listenerFilters(random: Random, aim: Aim, port: number): Filters {
  const tls = runs(aim['tls_inspector']) ? [tlsInspector({}, predicateOf(random, aim['tls_inspector'], port))] : [];
  const http = runs(aim['http_inspector']) ? [httpInspector(predicateOf(random, aim['http_inspector'], port))] : [];
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

function predicateOf(random: Random, aim: string | undefined, port: number): JsonObject | undefined {
  const here = random.pick([ports(port, port + 1), ports(1, port + 1), ports(port, 65_535)]);
  const elsewhere = random.pick([ports(1, port), ports(port + 1, 65_535), ports(port - 1, port)]);
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
      return { listener_filters_timeout: shortTimeout, continue_on_listener_filters_timeout: true };
    case 'closes':
      return { listener_filters_timeout: shortTimeout };
    case 'none':
      return { listener_filters_timeout: '0s', continue_on_listener_filters_timeout: true };
    default:
      return {};
  }
}
