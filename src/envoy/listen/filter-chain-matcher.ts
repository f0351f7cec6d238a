/**
 * `Listener.filter_chain_matcher`: an xDS matcher that names the filter chain; every chain's own match is ignored.
 * Source: envoy `FilterChainManagerImpl::findFilterChainUsingMatcher`, `source/extensions/matching/network/`.
 */
import type { Branch } from './branch.ts';
import type { Detected } from '../connection.ts';
import type { MatchInput } from './matcher.ts';
import type { TypedConfig } from '../read/matcher-json.ts';
import type { FilterChain, Listener } from '../model.ts';
import { canonicalIp, parseIp } from '../ip.ts';
import { evaluateMatcher, stringValue } from './matcher.ts';
import { isLocal } from './source-selection.ts';

/** A chain by name, `nothing` for no match, `missing` where the matcher names a chain that is not there. */
export function matchFilterChain(
  listener: Listener,
  detected: Detected,
): Branch<FilterChain> | { readonly kind: 'missing' } {
  const result = evaluateMatcher(listener.filterChainMatcher, (input) => inputOf(input, detected));
  switch (result.kind) {
    case 'no-match':
      return { kind: 'nothing', at: 'filter_chain_matcher' };
    case 'unknown':
      return result;
    case 'action':
      return named(listener, result.action);
  }
}

function named(listener: Listener, action: TypedConfig): Branch<FilterChain> | { readonly kind: 'missing' } {
  const name = action.type === 'google.protobuf.StringValue' ? (stringValue(action) ?? '') : undefined;
  if (name === undefined) return { kind: 'unknown', needs: `the filter chain that the action ${action.type} names` };
  const value = listener.filterChains.find((chain) => chain.name === name);
  return value === undefined ? { kind: 'missing' } : { kind: 'found', value };
}

const inputs = 'envoy.extensions.matching.common_inputs.network.v3.';

function inputOf({ type }: TypedConfig, detected: Detected): MatchInput {
  const { destination, source, directSource } = detected;
  switch (type.startsWith(inputs) ? type.slice(inputs.length) : type) {
    case 'DestinationIPInput':
      return destination === null ? absent : string(canonicalIp(destination.ip));
    case 'DestinationPortInput':
      return destination === null ? absent : string(String(destination.port));
    case 'SourceIPInput':
      return source === undefined ? unknown("the client's address") : string(canonicalIp(source.ip));
    case 'SourcePortInput':
      return source?.port === undefined ? unknown("the client's port") : string(String(source.port));
    case 'DirectSourceIPInput':
      return directSource === undefined ? unknown("the peer's address") : string(canonicalIp(directSource.ip));
    case 'SourceTypeInput':
      return sourceType(detected);
    case 'ServerNameInput':
      return detected.serverName === '' ? absent : string(detected.serverName);
    case 'TransportProtocolInput':
      return string(detected.transportProtocol);
    case 'ApplicationProtocolInput':
      return detected.applicationProtocols.length === 0
        ? absent
        : string(`'${detected.applicationProtocols.join("','")}'`);
    default:
      return unknown(`the matcher input ${type}`);
  }
}

function sourceType({ source, destination }: Detected): MatchInput {
  const remote = source === undefined ? undefined : parseIp(source.ip);
  if (remote === undefined) return unknown("the client's address");
  return isLocal(remote, destination === null ? undefined : parseIp(destination.ip)) ? string('local') : absent;
}

const absent: MatchInput = { kind: 'absent' };

function string(value: string): MatchInput {
  return { kind: 'string', value };
}

function unknown(needs: string): MatchInput {
  return { kind: 'unknown', needs };
}
