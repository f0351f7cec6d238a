/** What is asked of an edge, and the small words its answer is made of. */

/** What the application sends. */
export type Speaks = 'http' | 'tls' | 'tcp' | 'server-first';

/** What was asked. */
export interface EdgeQuestion {
  /** Name of a proxy in the inspection, or `outside`. */
  readonly from: string;
  /** Host name, service address or pod address the application dials. */
  readonly host: string;
  readonly port: number;
  readonly speaks: Speaks;
  readonly authority: string;
  /** Only this endpoint (`ip:port`). */
  readonly endpoint?: string;
}

/** Which rule chose the transport socket. */
export type OfferReason =
  | { readonly kind: 'no-transport-socket' }
  | { readonly kind: 'cluster-transport-socket' }
  | { readonly kind: 'transport-socket-match'; readonly match: string; readonly tagged: boolean }
  | { readonly kind: 'no-match-fell-through' }
  | { readonly kind: 'passthrough' }
  | { readonly kind: 'no-proxy' }
  | { readonly kind: 'no-metadata' };

/** Evidence that was not there, and how to get it. */
export interface Missing {
  /** What is missing, in words ("endpoint metadata of outbound|80||web…"). */
  readonly what: string;
  /** What it would decide ("mutual TLS if the endpoint is marked tlsMode=istio, else plaintext"). */
  readonly decides: string;
  /** The command that fetches it. */
  readonly command: string;
}
