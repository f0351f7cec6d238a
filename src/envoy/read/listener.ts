/** `config.listener.v3.Listener` and `api.v2.Listener`. */
import type { JsonObject, RawResource } from '../../input/model.ts';
import { flag, has, message, messageOrEmpty, messages, milliseconds, text } from './fields.ts';
import type { Interned } from '../intern.ts';
import { toSnakeCase } from './snake-case.ts';
import type { Address, Listener } from '../model.ts';
import { present } from '../present.ts';
import { readAddress } from './address.ts';
import { readFilterChain } from './filter-chain.ts';
import { readListenerFilters } from './listener-filter.ts';
import { resource } from '../resource.ts';

/** `listener_filters_timeout` where it was left out. */
const defaultTimeout = 15_000;

export function readListener(raw: RawResource, interned: Interned): Listener {
  const listener = raw.value;
  const addresses = readAddresses(listener);
  const defaultChain = message(listener, 'default_filter_chain');
  const matcher = message(listener, 'filter_chain_matcher');
  const where = { place: raw.place, interned };
  return present({
    ...resource(raw, text(listener, 'name') ?? nameByAddress(addresses)),
    addresses,
    direction: readDirection(listener),
    bindToPort:
      flag(listener, 'bind_to_port') ?? flag(messageOrEmpty(listener, 'deprecated_v1'), 'bind_to_port') ?? true,
    useOriginalDst:
      flag(listener, 'use_original_dst') ?? flag(listener, 'hidden_envoy_deprecated_use_original_dst') ?? false,
    internal: has(listener, 'internal_listener'),
    udp: isUdp(listener),
    listenerFilters: readListenerFilters(listener),
    listenerFiltersTimeout: milliseconds(listener, 'listener_filters_timeout') ?? defaultTimeout,
    continueOnListenerFiltersTimeout: flag(listener, 'continue_on_listener_filters_timeout') ?? false,
    filterChains: messages(listener, 'filter_chains').map((chain, index) =>
      readFilterChain(chain, `/filter_chains/${index}`, where),
    ),
    defaultFilterChain:
      defaultChain === undefined ? undefined : readFilterChain(defaultChain, '/default_filter_chain', where),
    filterChainMatcher: matcher === undefined ? undefined : toSnakeCase(matcher),
  });
}

/** Static listeners may have no name; their address tells them apart, spelled as Istio spells names. */
function nameByAddress(addresses: readonly Address[]): string {
  const first = addresses[0];
  return first?.kind === 'ip' ? `${first.ip}_${first.port}` : '';
}

function readAddresses(listener: JsonObject): readonly Address[] {
  const additional = messages(listener, 'additional_addresses').map((entry) => messageOrEmpty(entry, 'address'));
  return [messageOrEmpty(listener, 'address'), ...additional]
    .map(readAddress)
    .filter((address) => address !== undefined);
}

function readDirection(listener: JsonObject): Listener['direction'] {
  switch (text(listener, 'traffic_direction') ?? '') {
    case 'INBOUND':
      return 'inbound';
    case 'OUTBOUND':
      return 'outbound';
    default:
      return 'unspecified';
  }
}

function isUdp(listener: JsonObject): boolean {
  const socket = messageOrEmpty(messageOrEmpty(listener, 'address'), 'socket_address');
  return text(socket, 'protocol') === 'UDP' || has(listener, 'udp_listener_config');
}
