/** Listeners with their filter chains. */
import type {
  Address,
  FilterChain,
  FilterChainMatch,
  Listener,
  ListenerFilter,
  ListenerFilterPredicate,
} from '../../envoy/model.ts';
import type { JsonObject } from '../../input/model.ts';
import { asJson, message, typed, unlessEmpty } from './message.ts';
import type { CertificateForm } from './write-certificates.ts';
import { writeNetworkFilter } from './write-filters.ts';
import { writeRange } from './write-rbac.ts';
import { writeSocket } from './write-socket.ts';

export function writeListener(listener: Listener, form: CertificateForm): JsonObject {
  const [address, ...more] = listener.addresses.map((each) => writeAddress(each, listener.udp));
  const { defaultFilterChain, filterChainMatcher } = listener;
  return message({
    name: listener.name,
    address,
    additional_addresses: more.map((each) => ({ address: each })),
    traffic_direction: listener.direction === 'unspecified' ? undefined : listener.direction.toUpperCase(),
    deprecated_v1: listener.bindToPort ? undefined : { bind_to_port: false },
    use_original_dst: listener.useOriginalDst,
    internal_listener: listener.internal ? {} : undefined,
    udp_listener_config: listener.udp ? {} : undefined,
    listener_filters: listener.listenerFilters.map(writeListenerFilter),
    listener_filters_timeout: `${listener.listenerFiltersTimeout / 1000}s`,
    continue_on_listener_filters_timeout: listener.continueOnListenerFiltersTimeout,
    filter_chains: listener.filterChains.map((chain) => writeChain(chain, form)),
    default_filter_chain: defaultFilterChain === undefined ? undefined : writeChain(defaultFilterChain, form),
    filter_chain_matcher: filterChainMatcher === undefined ? undefined : asJson(filterChainMatcher),
  });
}

/** `core.Address`. */
export function writeAddress(address: Address, udp = false): JsonObject {
  switch (address.kind) {
    case 'ip': {
      const compat = address.ipv4Compat === undefined ? {} : { ipv4_compat: address.ipv4Compat };
      const socket = message({ protocol: udp ? 'UDP' : undefined, address: address.ip });
      return { socket_address: { ...socket, port_value: address.port, ...compat } };
    }
    case 'pipe':
      return { pipe: { path: address.path } };
    case 'internal':
      return {
        envoy_internal_address: message({ server_listener_name: address.listener, endpoint_id: address.endpointId }),
      };
  }
}

function writeListenerFilter({
  kind,
  name,
  disabled,
  closeOnParseError,
  allowWithoutProxyProtocol,
}: ListenerFilter): JsonObject {
  const config = {
    ...(closeOnParseError !== undefined && { close_connection_on_client_hello_parsing_errors: closeOnParseError }),
    ...(allowWithoutProxyProtocol !== undefined && {
      allow_requests_without_proxy_protocol: allowWithoutProxyProtocol,
    }),
  };
  // A filter of another kind is none of those whose name it may have.
  const type = kind === 'other' ? 'redacted.Filter' : `envoy.extensions.filters.listener.${kind}.v3.Config`;
  return message({
    name,
    typed_config: { ...typed(type), ...config },
    filter_disabled: disabled === undefined ? undefined : writePredicate(disabled),
  });
}

function writePredicate(predicate: ListenerFilterPredicate): JsonObject {
  switch (predicate.kind) {
    case 'any':
      return { any_match: true };
    case 'not':
      return { not_match: writePredicate(predicate.rule) };
    case 'and':
    case 'or':
      return { [`${predicate.kind}_match`]: { rules: predicate.rules.map(writePredicate) } };
    case 'destination-port':
      return { destination_port_range: { start: predicate.start, end: predicate.end } };
    case 'unrecognised':
      return {};
  }
}

function writeChain(chain: FilterChain, form: CertificateForm): JsonObject {
  const { name, match, transportSocket, filters, originalListenerName } = chain;
  return message({
    name,
    filter_chain_match: unlessEmpty(writeMatch(match)),
    transport_socket: writeSocket(transportSocket, form),
    filters: filters.map(writeNetworkFilter),
    metadata:
      originalListenerName === undefined
        ? undefined
        : { filter_metadata: { pilot_meta: { original_listener_name: originalListenerName } } },
  });
}

function writeMatch(match: FilterChainMatch): JsonObject {
  return message({
    destination_port: match.destinationPort,
    prefix_ranges: match.prefixRanges.map(writeRange),
    server_names: match.serverNames,
    transport_protocol: match.transportProtocol,
    application_protocols: match.applicationProtocols,
    direct_source_prefix_ranges: match.directSourcePrefixRanges.map(writeRange),
    source_type: match.sourceType === 'ANY' ? undefined : match.sourceType,
    source_prefix_ranges: match.sourcePrefixRanges.map(writeRange),
    source_ports: match.sourcePorts,
  });
}
