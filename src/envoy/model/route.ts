/** What a filter chain hands a connection to: network filters, HTTP filters and routes. */
import type { Place } from '../../evidence.ts';
import type { CidrRange } from './listener.ts';
import type { StringMatcher } from './tls.ts';

/** `path` is that of the filter's configuration, relative to the listener: `/filter_chains/0/filters/1/typed_config`. */
export type NetworkFilter =
  | { readonly kind: 'http'; readonly http: HttpConnectionManager; readonly path: string }
  | { readonly kind: 'tcp'; readonly tcp: TcpProxy; readonly path: string }
  | { readonly kind: 'sni-cluster' }
  | { readonly kind: 'rbac'; readonly rbac: RbacPolicy; readonly path: string }
  | { readonly kind: 'direct-response'; readonly response: string }
  | { readonly kind: 'echo' }
  | { readonly kind: 'other'; readonly name: string; readonly typeUrl: string };

export interface HttpConnectionManager {
  readonly codec: 'AUTO' | 'HTTP1' | 'HTTP2' | 'HTTP3';
  /** RDS name, where routes come by RDS. */
  readonly routeConfigName?: string;
  /** Inline routes. */
  readonly routeConfig?: RouteConfiguration;
  /** A port in the request's host is taken off: any, or the one that was dialled. */
  readonly stripsHostPort?: 'any' | 'matching';
  readonly httpFilters: readonly HttpFilter[];
  /** The legacy `istio_authn` filter's `policy.peers[].mtls.mode`, Istio ≤ 1.10. */
  readonly istioAuthnPeer?: 'STRICT' | 'PERMISSIVE';
}

export type HttpFilter =
  | { readonly kind: 'rbac'; readonly rbac: RbacPolicy; readonly path: string }
  /** `istio.alpn`: upstream protocol → ALPN offered. */
  | { readonly kind: 'istio-alpn'; readonly override: Readonly<Record<string, readonly string[]>> }
  | { readonly kind: 'other'; readonly name: string; readonly typeUrl: string };

/** What of an RBAC filter bears on peer identity. Shadow rules are not kept. */
export interface RbacPolicy {
  readonly action: 'ALLOW' | 'DENY' | 'LOG';
  /** In the dump's order, names as Istio writes them (`ns[demo]-policy[web]-rule[0]`). */
  readonly policies: readonly RbacRule[];
}

export interface RbacRule {
  readonly name: string;
  /** Any of them; an empty list matches nobody. */
  readonly principals: readonly RbacPrincipal[];
  /** Destination ports the permissions are limited to; undefined when they name none. */
  readonly ports?: readonly number[];
  /** The permissions hold more than ports (paths, methods, headers …): whether they match a request is not known. */
  readonly conditional: boolean;
}

/** Principals as far as identity is concerned; everything else is `other` (cannot be told from configs). */
export type RbacPrincipal =
  | { readonly kind: 'any' }
  | { readonly kind: 'authenticated'; readonly matcher?: StringMatcher }
  | { readonly kind: 'and' | 'or'; readonly ids: readonly RbacPrincipal[] }
  | { readonly kind: 'not'; readonly id: RbacPrincipal }
  | { readonly kind: 'source-ip'; readonly ranges: readonly CidrRange[] }
  | { readonly kind: 'other' };

export interface TcpProxy {
  readonly cluster?: string;
  readonly weightedClusters: readonly WeightedCluster[];
  /** `tunneling_config.hostname`: HBONE's outer CONNECT. */
  readonly tunnelingHostname?: string;
}

export interface WeightedCluster {
  readonly name: string;
  readonly weight: number;
}

export interface RouteConfiguration {
  readonly name: string;
  readonly virtualHosts: readonly VirtualHost[];
  readonly ignorePortInHostMatching: boolean;
  /** Where it stands; for inline routes the listener's place with `path`. */
  readonly place: Place;
  readonly path: string;
}

export interface VirtualHost {
  readonly name: string;
  readonly domains: readonly string[];
  readonly routes: readonly Route[];
  readonly requireTls?: 'EXTERNAL_ONLY' | 'ALL';
}

export interface Route {
  /** Relative to the route configuration: `/virtual_hosts/0/routes/2`. */
  readonly path: string;
  /** What the route asks of a request beyond its path; matched with path `/`. */
  readonly match: RouteMatch;
  readonly action: RouteAction;
  /** What the proxy makes of the host before it goes on; absent where it leaves it. */
  readonly hostRewrite?: HostRewrite;
  readonly retries: number;
  readonly retryOn: string;
  /** `decorator.operation`, which Istio fills with `host:port/*`. */
  readonly operation?: string;
  /** `metadata.filter_metadata.istio.config`: path of the VirtualService that says so. */
  readonly config?: string;
}

/** `host_rewrite_literal`; `auto_host_rewrite`, to the endpoint's hostname; or by something in the request. */
export type HostRewrite =
  | { readonly kind: 'literal'; readonly host: string }
  | { readonly kind: 'endpoint' }
  | { readonly kind: 'request' };

export interface RouteMatch {
  readonly kind: 'prefix' | 'path' | 'regex' | 'connect' | 'other';
  readonly value: string;
  /** Headers or query parameters are asked for: whether it matches is not known from here. */
  readonly conditional: boolean;
  /** SNI or other TLS context criteria (`tls_context`). */
}

export type RouteAction =
  | { readonly kind: 'cluster'; readonly cluster: string }
  | { readonly kind: 'weighted'; readonly clusters: readonly WeightedCluster[] }
  | { readonly kind: 'cluster-header'; readonly header: string }
  | { readonly kind: 'redirect'; readonly https: boolean }
  | { readonly kind: 'direct-response'; readonly status: number }
  | { readonly kind: 'other' };
