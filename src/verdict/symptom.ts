/**
 * What logs and the application see when a connection fails.
 * Source: Envoy's response flags and BoringSSL's reasons as recorded from real proxies; `docs/` lists
 * each with the case that shows it.
 */
import type { HandshakeResult } from '../envoy/connection.ts';
import type { OutboundStop, Trace } from '../edge/model.ts';
import { clientSide, type ClientSide } from './client-side.ts';
import { failedInTunnel } from './symptom-tunnel.ts';
import type { Outcome, Symptom } from './model.ts';

/** The symptom of a failing connection; undefined when it does not fail. */
export function symptomOf(trace: Trace, outcome: Outcome): Symptom | undefined {
  if (outcome !== 'fails') return undefined;
  const symptom = failureOf(trace);
  return symptom === undefined ? undefined : { ...symptom, ...exitOf(symptom, trace) };
}

/** A caller with TLS of its own is still shaking hands when the proxies' connection is closed: curl calls that 35. */
function exitOf({ curlExit }: Symptom, { question, sending }: Trace): Pick<Symptom, 'curlExit'> {
  const isOwn = question.speaks === 'tls' && sending?.tls !== undefined;
  return curlExit === 56 && isOwn ? { curlExit: 35 } : {};
}

function failureOf(trace: Trace): Symptom | undefined {
  const side = clientSide(trace);
  const { decision } = trace;
  if (trace.tunnel !== undefined) return failedInTunnel(trace.tunnel, side);
  switch (decision.kind) {
    case 'stopped':
      return stoppedAtClient(decision.stop, side);
    case 'plaintext-no-chain':
      return { ...reset(side), server: { flags: ['NR'], transportFailure: inspectorReason(trace) } };
    case 'plaintext-at-tls-chain':
      return { ...misread(trace, side), server: { flags: [], transportFailure: plaintextReason(trace) } };
    case 'tls-no-chain':
      return trace.sending?.tls === undefined
        ? { ...reset(side, 35), server: { flags: ['NR'] } }
        : { ...connectFailure(side), server: { flags: ['NR'] } };
    case 'tls-at-plaintext-chain':
      return trace.sending?.tls === undefined ? appTlsMisread() : connectFailure(side, wrongVersion);
    case 'tls-at-application':
      return connectFailure(side, '268435581 CERTIFICATE_VERIFY_FAILED');
    case 'handshake-fails':
      return handshakeFailure(trace, side);
    case 'stalled':
      return { flags: [], application: 'hangs until somebody gives up', curlExit: 28 };
    case 'refused':
      return side === 'none'
        ? { flags: [], application: 'connection refused', curlExit: 7 }
        : connectFailure(side, 'delayed connect error: Connection refused');
    case 'closed':
      // Nobody answered the ClientHello.
      return trace.sending?.tls === undefined ? reset(side) : connectFailure(side);
    case 'plaintext':
    case 'app-tls':
    case 'handshake':
    case 'tunnel':
    case 'unknown':
      return undefined;
  }
}

const wrongVersion = '268435703 WRONG_VERSION_NUMBER';

const resetBody = 'upstream connect error or disconnect/reset before headers. reset reason: connection termination';
const connectBody =
  'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure';

/** Closed after the connection stood: HTTP `UC`, TCP `UR`. */
function reset(side: ClientSide, curlExit = 56): Symptom {
  switch (side) {
    case 'http':
      return {
        status: 503,
        flags: ['UC'],
        details: 'upstream_reset_before_response_started{connection_termination}',
        application: `503 "${resetBody}"`,
        curlExit: 0,
      };
    case 'tcp':
      return { flags: ['UR'], application: 'connection reset', curlExit };
    case 'none':
      return { flags: [], application: 'connection reset', curlExit };
  }
}

/** A TLS chain got something else: what it answers is an alert, or, to HTTP/1, nothing. */
function misread({ sending }: Trace, side: ClientSide): Symptom {
  const bytes = sending?.bytes;
  // Behind a PROXY header that nobody read, the client waits for the answer to its ClientHello.
  if (sending?.tls !== undefined) return connectFailure(side, '268436526 TLSV1_ALERT_PROTOCOL_VERSION');
  if (side === 'http')
    return bytes?.kind === 'proxy-protocol' && bytes.payload.kind === 'http1' ? protocolError : reset(side);
  return bytes?.kind === 'http1'
    ? { flags: [], application: 'closed without an answer', curlExit: 52 }
    : { flags: [], application: 'seven bytes (a TLS alert), then closed', curlExit: 56 };
}

/** The alert was read as an answer in HTTP/1. */
const protocolError: Symptom = {
  status: 502,
  flags: ['UPE'],
  details: 'upstream_reset_before_response_started{protocol_error}',
  application: '502 "upstream connect error or disconnect/reset before headers. reset reason: protocol error"',
  curlExit: 0,
};

/** The connection never stood (a handshake that fails counts as one that never stood): `UF`. */
function connectFailure(side: ClientSide, reason?: string): Symptom {
  const why = reason === undefined ? {} : { transportFailure: reason };
  switch (side) {
    case 'http':
      return {
        status: 503,
        flags: ['UF', 'URX'],
        details: 'upstream_reset_before_response_started{remote_connection_failure}',
        ...why,
        application: `503 "${connectBody}"`,
        curlExit: 0,
      };
    case 'tcp':
      return { flags: ['UF', 'URX'], ...why, application: 'connection reset', curlExit: 56 };
    case 'none':
      return { flags: [], ...why, application: 'connection reset', curlExit: 56 };
  }
}

function stoppedAtClient(stop: OutboundStop, side: ClientSide): Symptom {
  switch (stop.kind) {
    case 'stalled':
      return { flags: [], application: 'hangs until somebody gives up', curlExit: 28 };
    case 'no-listener':
    case 'closed':
    case 'no-filter':
      return { flags: [], application: 'connection reset', curlExit: 56 };
    case 'no-chain':
      return { flags: ['NR'], application: 'connection reset', curlExit: 56 };
    case 'no-route':
      return { status: 404, flags: ['NR'], details: 'route_not_found', application: '404', curlExit: 0 };
    case 'answers-itself':
      return { status: stop.status, flags: [], details: 'direct_response', application: `${stop.status}`, curlExit: 0 };
    case 'cluster-not-found':
      return unavailable(side, 'NC', 'cluster_not_found', '503');
    case 'blackhole':
    case 'no-endpoints':
      return unavailable(side, 'UH', 'no_healthy_upstream', '503 "no healthy upstream"');
    case 'unknown':
      return { flags: [], application: '' };
  }
}

function unavailable(side: ClientSide, flag: string, details: string, text: string): Symptom {
  if (side === 'http') return { status: 503, flags: [flag], details, application: text, curlExit: 0 };
  return { flags: [flag], application: 'connection reset', curlExit: 56 };
}

/** What tls_inspector writes although the connection goes on to chain matching. */
function inspectorReason(trace: Trace): string {
  return trace.sending?.bytes.kind === 'http1' ? '1000009c HTTP_REQUEST' : '100000f7 WRONG_VERSION_NUMBER';
}

function plaintextReason(trace: Trace): string {
  return trace.sending?.bytes.kind === 'http1' ? '268435612 HTTP_REQUEST' : wrongVersion;
}

/** The application's own ClientHello was read as HTTP: it gets an HTTP 400 where it expects TLS. */
function appTlsMisread(): Symptom {
  return { flags: [], application: 'TLS error: wrong version number', curlExit: 35, server: { flags: ['DPE'] } };
}

function handshakeFailure(trace: Trace, side: ClientSide): Symptom {
  const result = trace.handshake;
  if (result?.kind !== 'fails') return reset(side);
  const server = result.by === 'server' ? result.local : result.remote;
  const seen = { flags: [], ...(server !== undefined && { transportFailure: `${server.code} ${server.text}` }) };
  if (trace.sending?.tls === undefined) return { ...appHandshake(result), server: seen };
  if (result.late) return { ...lateRejection(side), server: seen };
  const client = result.by === 'client' ? result.local : result.remote;
  return { ...connectFailure(side, client && `${client.code} ${client.text}`), server: seen };
}

/** TLS 1.3: the client's side was done before the server refused, so nothing is logged as a TLS error. */
function lateRejection(side: ClientSide): Symptom {
  if (side === 'http') return reset(side);
  return { flags: [], application: 'connected, then closed without a byte', curlExit: 56 };
}

function appHandshake(result: HandshakeResult & { readonly kind: 'fails' }): Symptom {
  const alert = result.by === 'server' ? result.remote?.text : result.local?.text;
  return {
    flags: [],
    application:
      alert === undefined ? 'the TLS connection is closed' : `TLS error: ${alert.replaceAll('_', ' ').toLowerCase()}`,
    curlExit: result.late ? 56 : 35,
  };
}
