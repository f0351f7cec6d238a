/** A handshake that ends before any certificate is judged. */
import type { HandshakeFailure, TlsError, TlsSide } from '../connection.ts';
import type { TlsVersion } from '../model.ts';
import { alertError, refusedHello, tlsError, type Alert, type TlsReason } from './tls-errors.ts';

export interface NegotiationFailure {
  readonly kind: 'fails';
  readonly by: 'client' | 'server';
  readonly reason: HandshakeFailure;
  readonly version?: TlsVersion;
  readonly late: false;
  readonly local: TlsError;
  /** Undefined where the other side gets no alert. */
  readonly remote?: TlsError;
  readonly detail: string;
}

/** A failure that `by` notices; the other side logs what `alert` says. */
export function negotiationFailure(
  by: 'client' | 'server',
  reason: HandshakeFailure,
  error: TlsReason,
  alert: Alert | undefined,
  detail: string,
): NegotiationFailure {
  const answer = alert === 'handshake_failure' ? refusedHello() : alert === undefined ? undefined : alertError(alert);
  const remote = answer === undefined ? {} : { remote: answer };
  return { kind: 'fails', by, reason, late: false, local: tlsError(error), ...remote, detail };
}

/** A minimum above the maximum. */
export function emptyRange(by: 'client' | 'server', { params }: TlsSide): NegotiationFailure {
  const range = `${params.minimum ?? 'the default'} to ${params.maximum ?? 'the default'}`;
  const detail = `the ${by}’s TLS versions, ${range}, leave none`;
  return negotiationFailure(by, 'no-supported-versions', 'NO_SUPPORTED_VERSIONS_ENABLED', undefined, detail);
}

/** Two ranges without a common version, or a version that the client did not mean to offer. */
export function noVersion(
  by: 'client' | 'server',
  offered: readonly TlsVersion[],
  accepted: readonly TlsVersion[],
): NegotiationFailure {
  const detail = `the client offers ${offered.join(', ')}, the server takes ${accepted.join(', ')}`;
  return negotiationFailure(by, 'no-common-version', 'UNSUPPORTED_PROTOCOL', 'protocol_version', detail);
}
