/** Listeners and their filter chains. */
import type { Address, Resource } from './resource.ts';
import type { NetworkFilter } from './route.ts';
import type { TransportSocket } from './tls.ts';

/** `FilterChainMatch`. Absent criteria are empty lists or undefined. Server names are lower-cased. */
export interface FilterChainMatch {
  readonly destinationPort?: number;
  readonly prefixRanges: readonly CidrRange[];
  readonly serverNames: readonly string[];
  readonly transportProtocol: string;
  readonly applicationProtocols: readonly string[];
  readonly directSourcePrefixRanges: readonly CidrRange[];
  readonly sourceType: 'ANY' | 'SAME_IP_OR_LOOPBACK' | 'EXTERNAL';
  readonly sourcePrefixRanges: readonly CidrRange[];
  readonly sourcePorts: readonly number[];
}

export interface CidrRange {
  readonly ip: string;
  readonly prefixLength: number;
}

export interface FilterChain {
  readonly name: string;
  readonly match: FilterChainMatch;
  /** `undefined` is raw_buffer. */
  readonly transportSocket?: TransportSocket;
  readonly filters: readonly NetworkFilter[];
  /** Relative to the listener: `/filter_chains/3` or `/default_filter_chain`. */
  readonly path: string;
  /** `metadata.filter_metadata.pilot_meta.original_listener_name` of Istio 1.3–1.5. */
  readonly originalListenerName?: string;
}

/** `ListenerFilterChainMatchPredicate` (`filter_disabled`). */
export type ListenerFilterPredicate =
  | { readonly kind: 'any' }
  | { readonly kind: 'not'; readonly rule: ListenerFilterPredicate }
  | { readonly kind: 'and' | 'or'; readonly rules: readonly ListenerFilterPredicate[] }
  | { readonly kind: 'destination-port'; readonly start: number; readonly end: number }
  | { readonly kind: 'unrecognised' };

export interface ListenerFilter {
  readonly kind: 'tls_inspector' | 'http_inspector' | 'original_dst' | 'original_src' | 'proxy_protocol' | 'other';
  readonly name: string;
  readonly disabled?: ListenerFilterPredicate;
  /** tls_inspector: `close_connection_on_client_hello_parsing_errors`. */
  readonly closeOnParseError?: boolean;
  /** proxy_protocol: `allow_requests_without_proxy_protocol`. */
  readonly allowWithoutProxyProtocol?: boolean;
}

export interface Listener extends Resource {
  readonly addresses: readonly Address[];
  readonly direction: 'inbound' | 'outbound' | 'unspecified';
  /** `bind_to_port` / `deprecated_v1.bind_to_port`; default true. */
  readonly bindToPort: boolean;
  readonly useOriginalDst: boolean;
  readonly internal: boolean;
  readonly udp: boolean;
  readonly listenerFilters: readonly ListenerFilter[];
  /** Milliseconds; Envoy's default 15,000; 0 waits for ever. */
  readonly listenerFiltersTimeout: number;
  readonly continueOnListenerFiltersTimeout: boolean;
  readonly filterChains: readonly FilterChain[];
  readonly defaultFilterChain?: FilterChain;
  /** `filter_chain_matcher` in Envoy's own JSON (snake_case keys), interpreted by `matcher.ts`. */
  readonly filterChainMatcher?: unknown;
}
