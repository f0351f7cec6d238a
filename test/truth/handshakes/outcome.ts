/** A handshake in one line, whether it was predicted or observed. */
import type { HandshakeResult } from '../../../src/envoy/connection.ts';
import { failureReason } from '../../../src/envoy/tls/tls-errors.ts';
import { fingerprint, labelOf } from './minted.ts';
import type { LogLine } from './traffic.ts';

/** What a prediction comes to; `label` names a certificate by its fingerprint. */
export function describePrediction(result: HandshakeResult, label: (print: string | undefined) => string): string {
  switch (result.kind) {
    case 'complete': {
      const client = result.mutual ? label(result.clientCertificate?.fingerprint) : 'nothing';
      const doubts = [...result.unseen, ...result.assumed];
      const doubt = doubts.length === 0 ? '' : `, but ${doubts.join(', ')}`;
      return (
        complete(result.version ?? '?', result.alpn === 'h2', client, label(result.serverCertificate?.fingerprint)) +
        doubt
      );
    }
    case 'fails': {
      const local = result.local === undefined ? '-' : failureReason(result.local);
      const remote = result.remote === undefined ? '-' : failureReason(result.remote);
      const [up, down] = result.by === 'client' ? [local, remote] : [remote, local];
      return fails(result.late ? 'UC' : 'UF', up, down);
    }
    case 'unknown':
      return `unknown: ${result.needs.join(', ')}`;
  }
}

/** What the logs of both sides come to. */
export function describeObservation(client: LogLine | undefined, server: LogLine | undefined): string {
  if (client === undefined) return 'the client logged nothing';
  if (client['flags'] === '-' && client['status'] === 200) {
    const shown = text(client['peer']);
    const peer = shown === '-' ? '' : fingerprint(decodeURIComponent(shown));
    return complete(
      text(client['version']),
      client['protocol'] === 'HTTP/2',
      labelOf(text(server?.['peer']).replace('-', '')),
      labelOf(peer),
    );
  }
  return fails(text(client['flags']), text(client['reason']), text(server?.['reason']));
}

function text(value: LogLine[string] | undefined): string {
  return value === null || value === undefined ? '-' : String(value);
}

function complete(version: string, http2: boolean, client: string, server: string): string {
  return `${version.replace('_', '.')}, ${http2 ? 'h2' : 'no h2'}, client shows ${client}, server shows ${server}`;
}

function fails(flags: string, up: string, down: string): string {
  return `fails ${flags}, client: ${logged(up)}, server: ${logged(down)}`;
}

/**
 * Access logs hold no blanks. A side that was told nothing may notice that its peer is gone by a failing write or
 * read, or not at all: which of them is a race.
 */
export function logged(reason: string): string {
  const written = reason.replaceAll(' ', '_').replaceAll('SSL_routines:OPENSSL_internal:', '');
  if (/^TLS_error:\|\d+:system_library:/u.test(written)) return '-';
  return written.replace('TLS_error:|', '').replace(':TLS_error_end', '');
}

/** For the summary: who shows what, or the reason of the side that refuses. */
export function classify(observed: string): string {
  if (!observed.startsWith('fails')) return observed.includes('client shows nothing') ? 'one-way TLS' : 'mutual TLS';
  if (observed.includes('not_supplied_by_SDS')) return 'fails: secret not supplied';
  const [, verification] = /verify_cert_failed:_(?:X509_verify_cert:.*at_depth_\d:_)?([^,[]*)/u.exec(observed) ?? [];
  if (verification !== undefined) return `fails: ${verification.replaceAll('_', ' ').trim()}`;
  const reasons = [...observed.matchAll(/\b[A-Z][A-Z0-9_]{6,}\b/gu)].map(([name]) => name);
  return `fails: ${reasons.find((name) => !name.includes('ALERT') && !name.endsWith('ON_CLIENT_HELLO')) ?? 'no reason'}`;
}
