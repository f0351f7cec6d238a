/** What applying policies to captured proxies yields, and what is said about it. */
import type { Proxy } from '../envoy/model.ts';
import type { Place } from '../evidence.ts';
import type { Policies } from '../policy/policies.ts';

/** A resource by its name, and where it stands when it was read. */
export interface PolicyRef {
  readonly kind: string;
  /** Empty for resources without one. */
  readonly namespace: string;
  readonly name: string;
  readonly place?: Place;
}

/** Part of a proxy's configuration that a change or a doubt is about. */
export type Spot =
  /** A port of the workload, on the server's side; undefined: all of them. `tlsOnly`: what comes as plaintext is as it was. */
  | { readonly kind: 'inbound'; readonly port?: number; readonly tlsOnly?: boolean }
  /** A cluster of the client's side; `endpoint` (`ip:port`) narrows it to one of its endpoints. */
  | { readonly kind: 'cluster'; readonly cluster: string; readonly endpoint?: string }
  /** The way from the application to a cluster, by the service's port; undefined: all ports. */
  | { readonly kind: 'outbound'; readonly port?: number; readonly host?: string }
  /** A gateway's listener. */
  | { readonly kind: 'gateway-listener'; readonly port?: number };

/** Something about a proxy that is different afterwards. */
export interface Change {
  /** Name of the proxy. */
  readonly proxy: string;
  readonly spot: Spot;
  /** One sentence without a full stop: what it was and what it becomes. */
  readonly text: string;
  /** The resources that make it so; empty where one that is taken away made it otherwise. */
  readonly by: readonly PolicyRef[];
}

/** Something that cannot be known afterwards: edges that depend on it are undecided. */
export interface Unsettled {
  readonly proxy: string;
  readonly spot: Spot;
  /** What is not known, as a clause that begins with what, whether or how. */
  readonly because: string;
  readonly by?: PolicyRef;
}

/** What became of one of the resources that were to be applied. */
export type Outcome =
  | { readonly kind: 'applied'; readonly resource: PolicyRef; readonly change: 'added' | 'changed' | 'deleted' }
  /** It is in force already, as it is. */
  | { readonly kind: 'unchanged'; readonly resource: PolicyRef }
  /** It cannot change who connects to whom with what. */
  | { readonly kind: 'without-effect'; readonly resource: PolicyRef; readonly reason: string }
  /** What it does is not known here; what it touches is unsettled. */
  | { readonly kind: 'not-applied'; readonly resource: PolicyRef; readonly reason: string };

/** The captured proxies with policies applied, in the same terms as captured ones. */
export interface WhatIf {
  readonly proxies: readonly Proxy[];
  readonly outcomes: readonly Outcome[];
  readonly changes: readonly Change[];
  readonly unsettled: readonly Unsettled[];
  /** What would be in force, of what was read: nothing that was inferred. */
  readonly policies: Policies;
  /** What had to be assumed of what is in force, one sentence each. */
  readonly assumptions: readonly string[];
}
