/** A case of filter chain matching: listeners as Envoy is given them, and one connection to the first of them. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Case } from '../lab/kind.ts';

export interface ChainCase extends Case {
  /**
   * Listeners, the first of which is dialled. Names, the port of the first and the filters of chains are added when
   * the case is run: each chain answers with its name.
   */
  readonly listeners: readonly JsonObject[];
  readonly dialled: Dialled;
  /** What happens where the tool has no word for these bytes; written by hand, the chain's name alone. */
  readonly outcome?: string;
}

/** The port that cases write for the one the first listener gets when it is run. */
export const listeningPort = 65_535;

/** A connection as a client makes it. */
export interface Dialled {
  readonly to: SocketAddress;
  /** Loopback addresses only; without a port the kernel takes any. */
  readonly from: { readonly ip: string; readonly port?: number };
  /** A PROXY header that is sent first. */
  readonly header?: Header;
  readonly payload: Payload;
}

export interface SocketAddress {
  readonly ip: string;
  readonly port: number;
}

export type Header =
  | { readonly version: 1 | 2; readonly source: SocketAddress; readonly destination: SocketAddress }
  /** PROXY v1 `UNKNOWN`, v2 `LOCAL`. */
  | { readonly version: 1 | 2; readonly source?: undefined };

/** The client's first bytes. */
export type Payload =
  | { readonly kind: 'tls'; readonly sni: string; readonly alpn: readonly string[] }
  | { readonly kind: 'http1' | 'http2' | 'nothing' }
  | { readonly kind: 'other'; readonly text: string };
