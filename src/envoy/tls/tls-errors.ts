/** What Envoy writes when TLS fails: BoringSSL's reasons with their numbers (`include/openssl/ssl.h`), and the alerts. */
import type { TlsError } from '../connection.ts';
import type { AlertName as ChainAlert } from './x509/errors.ts';

/** `ERR_PACK(ERR_LIB_SSL, reason)`. */
const sslLibrary = 0x10000000;

const reasons = {
  CERTIFICATE_VERIFY_FAILED: 125,
  ERROR_PARSING_EXTENSION: 149,
  HANDSHAKE_FAILURE_ON_CLIENT_HELLO: 154,
  HTTPS_PROXY_REQUEST: 155,
  HTTP_REQUEST: 156,
  NO_CIPHERS_AVAILABLE: 175,
  NO_SHARED_CIPHER: 184,
  PARSE_TLSEXT: 190,
  PEER_DID_NOT_RETURN_A_CERTIFICATE: 192,
  UNSUPPORTED_PROTOCOL: 240,
  WRONG_CURVE: 243,
  WRONG_VERSION_NUMBER: 247,
  NO_COMMON_SIGNATURE_ALGORITHMS: 253,
  NO_SHARED_GROUP: 266,
  NO_SUPPORTED_VERSIONS_ENABLED: 280,
  KEY_USAGE_BIT_INCORRECT: 302,
} as const;

const alerts = {
  handshake_failure: [1040, 'SSLV3_ALERT_HANDSHAKE_FAILURE'],
  bad_certificate: [1042, 'SSLV3_ALERT_BAD_CERTIFICATE'],
  unsupported_certificate: [1043, 'SSLV3_ALERT_UNSUPPORTED_CERTIFICATE'],
  certificate_revoked: [1044, 'SSLV3_ALERT_CERTIFICATE_REVOKED'],
  certificate_expired: [1045, 'SSLV3_ALERT_CERTIFICATE_EXPIRED'],
  certificate_unknown: [1046, 'SSLV3_ALERT_CERTIFICATE_UNKNOWN'],
  illegal_parameter: [1047, 'SSLV3_ALERT_ILLEGAL_PARAMETER'],
  unknown_ca: [1048, 'TLSV1_ALERT_UNKNOWN_CA'],
  decode_error: [1050, 'TLSV1_ALERT_DECODE_ERROR'],
  decrypt_error: [1051, 'TLSV1_ALERT_DECRYPT_ERROR'],
  protocol_version: [1070, 'TLSV1_ALERT_PROTOCOL_VERSION'],
  internal_error: [1080, 'TLSV1_ALERT_INTERNAL_ERROR'],
  bad_certificate_hash_value: [1114, 'TLSV1_ALERT_BAD_CERTIFICATE_HASH_VALUE'],
  certificate_required: [1116, 'TLSV1_ALERT_CERTIFICATE_REQUIRED'],
} as const satisfies Record<ChainAlert, readonly [number, string]> & Record<string, readonly [number, string]>;

export type TlsReason = keyof typeof reasons;
export type Alert = keyof typeof alerts;

/** What the side that refuses logs. */
export function tlsError(reason: TlsReason, detail?: string): TlsError {
  return { code: sslLibrary + reasons[reason], text: detail === undefined ? reason : `${reason}:${detail}` };
}

/** What the side that receives the alert logs. */
export function alertError(alert: Alert): TlsError {
  const [reason, text] = alerts[alert];
  return { code: sslLibrary + reason, text };
}

const named = new Map<number, string>([
  ...Object.entries(reasons).map(([name, reason]) => [sslLibrary + reason, name] as const),
  ...Object.values(alerts).map(([reason, name]) => [sslLibrary + reason, name] as const),
]);

/** The name of a packed number that stands in a log without one. */
export function tlsErrorName(code: number): string | undefined {
  return named.get(code);
}

/** What a client logs when `handshake_failure` answers its very first message: two reasons in a row. */
export function refusedHello(): TlsError {
  return { ...alertError('handshake_failure'), following: [written(tlsError('HANDSHAKE_FAILURE_ON_CLIENT_HELLO'))] };
}

/** What a server logs about a ClientHello it cannot read. */
export function unreadableHello(): TlsError {
  return { ...tlsError('ERROR_PARSING_EXTENSION'), following: [written(tlsError('PARSE_TLSEXT'))] };
}

/** A queue of reasons with nothing to say at the end; undefined when it is empty. */
export function queuedError(queue: readonly string[]): TlsError | undefined {
  const last = queue.at(-1);
  if (last === undefined) return undefined;
  const [code, library = '', , ...text] = last.split(':');
  return { code: Number(code), text: text.join(':'), library, preceding: queue.slice(0, -1) };
}

function written({ code, text, library = 'SSL routines' }: TlsError): string {
  return `${code}:${library}:OPENSSL_internal:${text}`;
}

/** A secret that never came: Envoy's own words, from `ssl_socket.cc`. */
export const secretNotSupplied: TlsError = { code: 0, text: 'TLS error: Secret is not supplied by SDS' };

/** The reason as `%UPSTREAM_TRANSPORT_FAILURE_REASON%` holds it; an access log's formatter turns its blanks into `_`. */
export function failureReason(error: TlsError): string {
  if (error.code === 0) return error.text;
  const queue = [...(error.preceding ?? []), written(error), ...(error.following ?? [])];
  return `TLS_error:${queue.map((one) => `|${one}`).join('')}:TLS_error_end`;
}
