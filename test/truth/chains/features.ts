/** What cases of filter chain matching are made of, and which values can meet. */
import type { Aim, Features } from '../lab/coverage.ts';

/** Criteria have a value of their own only where chains are chosen by `filter_chain_match`. */
const criteria: Features = {
  port: ['none', 'hit', 'miss', 'mixed', '-'],
  prefix: ['none', 'hit', 'nested', 'miss', '-'],
  names: ['none', 'exact', 'wildcard', 'mixed', 'miss', '-'],
  transport: ['none', 'hit', 'miss', 'mixed', '-'],
  protocols: ['none', 'hit', 'miss', 'mixed', '-'],
  direct: ['none', 'hit', 'nested', 'miss', '-'],
  type: ['none', 'local', 'external', 'mixed', '-'],
  source: ['none', 'hit', 'nested', 'miss', '-'],
  'source port': ['none', 'hit', 'miss', 'mixed', '-'],
};

export const features: Features = {
  /** Whether a PROXY header is sent, and which. */
  reached: ['direct', 'v1', 'v2', 'v1 UNKNOWN', 'v2 LOCAL', 'header allowed but not sent'],
  family: ['IPv4', 'IPv6'],
  /** `use_original_dst`: to a listener of the address, of its port, to none; `inspected`: inspectors stand in front. */
  'hand-over': ['none', 'exact', 'wildcard', 'stays', 'exact, inspected'],
  tls_inspector: ['none', 'on', 'off', 'off elsewhere', 'off by not_match', 'off by or_match'],
  http_inspector: ['none', 'on', 'off', 'off elsewhere'],
  order: ['TLS first', 'HTTP first'],
  bytes: ['TLS, name, protocols', 'TLS, name', 'TLS, protocols', 'TLS', 'HTTP/1', 'HTTP/2', 'other', 'nothing'],
  timeout: ['-', 'continues', 'closes', 'none'],
  default: ['yes', 'no'],
  selection: ['filter_chain_match', 'list', 'exact map', 'prefix map', 'IP ranges', 'server names'],
  client: ['some address', 'the address it dials', 'loopback'],
  ...criteria,
};

/** Whether values can meet in one case. */
export function possible(aim: Aim): boolean {
  const { reached, bytes, timeout, selection } = aim;
  const carries = reached === undefined || reached === 'v1' || reached === 'v2';
  if (aim['family'] === 'IPv6' && !carries) return false;
  if (aim['hand-over'] !== undefined && aim['hand-over'] !== 'none' && !carries) return false;
  if (bytes !== undefined && timeout !== undefined && (bytes === 'nothing') !== (timeout !== '-')) return false;
  const byMatch = Object.keys(criteria)
    .flatMap((name) => aim[name] ?? [])
    .map((value) => value !== '-');
  if (selection !== undefined) byMatch.push(selection === 'filter_chain_match');
  return new Set(byMatch).size < 2;
}
