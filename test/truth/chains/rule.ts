/** How fixed cases are written: a listener, a connection, and only what matters of both. */
import type { JsonObject } from '../../../src/input/model.ts';
import { listeningPort, type ChainCase, type Dialled, type Payload, type SocketAddress } from './case.ts';

export interface Rule {
  /** The dialled listener; its address is added. Chains by name, with their match. */
  readonly listener: JsonObject;
  /** Other listeners of the process, with addresses of their own. */
  readonly others?: readonly JsonObject[];
  readonly connection?: Partial<Dialled>;
  /** See `ChainCase`. */
  readonly outcome?: string;
}

/** The address that a rule's listener gets where it does not matter which. */
export const here = '127.0.9.9';

/** A case of a rule: a loopback address of its own in place of `here`, so that all rules run in one Envoy. */
export function place(name: string, { listener, others = [], connection = {}, outcome }: Rule, at: number): ChainCase {
  const address = `127.101.${Math.floor(at / 250)}.${(at % 250) + 1}`;
  const bound = { address: socketAddress(here, listeningPort), ...listener };
  const dialled: Dialled = {
    to: { ip: here, port: listeningPort },
    from: { ip: '127.1.2.3' },
    payload: http1,
    ...connection,
  };
  const text = JSON.stringify({ name, listeners: [bound, ...others], dialled, outcome });
  return JSON.parse(text.replaceAll(here, address)) as ChainCase;
}

/** A socket address in Envoy's JSON. */
export function socketAddress(address: string, port: number): JsonObject {
  return { socket_address: { address, port_value: port } };
}

export const http1: Payload = { kind: 'http1' };
export const http2: Payload = { kind: 'http2' };
export const nothing: Payload = { kind: 'nothing' };

export function tls(sni = '', ...alpn: readonly string[]): Payload {
  return { kind: 'tls', sni, alpn };
}

export function bytes(text: string): Payload {
  return { kind: 'other', text };
}

/** Chains by name with what they match on. */
export function chains(matches: Readonly<Record<string, JsonObject>>): JsonObject {
  const list = Object.entries(matches).map(([name, match]) => ({ name, filter_chain_match: match }));
  return { filter_chains: list };
}

export const otherwise: JsonObject = { default_filter_chain: { name: 'default' } };

/** A range in Envoy's JSON. */
export function cidr(text: string): JsonObject {
  const [address = '', length = '0'] = text.split('/');
  return { address_prefix: address, prefix_len: Number(length) };
}

/** A PROXY header from one address to another, `IP PORT IP PORT`. */
export function header(version: 1 | 2, addresses: string): Pick<Dialled, 'header'> {
  const [from = '', fromPort = '', to = '', toPort = ''] = addresses.split(' ');
  const source: SocketAddress = { ip: from, port: Number(fromPort) };
  return { header: { version, source, destination: { ip: to, port: Number(toPort) } } };
}
