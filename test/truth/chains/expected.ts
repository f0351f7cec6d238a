/**
 * What a connection will probably look like to the chains: aims are built on it, so that criteria hit and miss on
 * purpose. Nothing depends on its being right: the real Envoy and the tool decide by themselves.
 */
import type { Aim } from '../lab/coverage.ts';
import type { Dialled } from './case.ts';

export interface Expected {
  readonly port: number;
  readonly ip: string;
  readonly serverName: string;
  readonly transport: 'tls' | 'raw_buffer';
  readonly protocols: readonly string[];
  readonly direct: string;
  readonly source: string;
  readonly sourcePort: number;
}

export function expected(aim: Aim, { to, from, header, payload }: Dialled): Expected {
  const tls = payload.kind === 'tls' && runs(aim['tls_inspector']) ? payload : undefined;
  const http = { http1: ['http/1.1'], http2: ['h2c'], tls: [], other: [], nothing: [] }[payload.kind];
  const source = header?.source ?? { ip: from.ip, port: from.port ?? 0 };
  return {
    port: header?.source === undefined ? to.port : header.destination.port,
    ip: header?.source === undefined ? to.ip : header.destination.ip,
    serverName: tls?.sni.toLowerCase() ?? '',
    transport: tls === undefined ? 'raw_buffer' : 'tls',
    protocols: tls?.alpn ?? (runs(aim['http_inspector']) ? http : []),
    direct: from.ip,
    source: source.ip,
    sourcePort: source.port,
  };
}

/** Whether an inspector runs for the connection. */
function runs(value: string | undefined): boolean {
  return value === 'on' || value === 'off elsewhere';
}
