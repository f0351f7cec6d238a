/** What one half of a handshake comes to: the server shows its certificate, the client its own. */
import type { HandshakeFailure, HandshakeResult, TlsError } from '../connection.ts';
import type { TlsVersion } from '../model.ts';
import { alertError, tlsError, type Alert, type TlsReason } from './tls-errors.ts';
import type { Refusal, VerificationResult } from './refusal.ts';
import type { Certificate } from './x509/certificate.ts';

type Complete = Extract<HandshakeResult, { kind: 'complete' }>;
export type HandshakeFails = Extract<HandshakeResult, { kind: 'fails' }>;
export type Unseen = Complete['unseen'][number];

/** Why the handshake does not get further. */
export type Ends = Exclude<HandshakeResult, Complete>;

/** A certificate that was accepted, or was not needed. */
export interface Judged {
  readonly kind: 'judged';
  /** What was shown; undefined when nothing was, or nobody saw what. */
  readonly leaf?: Certificate;
  readonly shown: boolean;
  readonly verified: boolean;
  readonly unseen: readonly Unseen[];
  readonly assumed: readonly string[];
  /** A fault that the judging side notices only after its next step. */
  readonly afterwards?: HandshakeFails;
  /** The same, where the other side gets the answer to judge all the same. */
  readonly stumbles?: HandshakeFails;
}

/** Nothing was shown. */
export const notShown: Judged = { kind: 'judged', shown: false, verified: false, unseen: [], assumed: [] };

/** A certificate that is configured and in no dump: taken to be good. */
export function shownUnseen(what: Unseen, verified: boolean): Judged {
  return { kind: 'judged', shown: true, verified, unseen: [what], assumed: [] };
}

/** A certificate that verification let pass. */
export function accepted(
  { verified, unseen, assumed }: Extract<VerificationResult, { kind: 'accepted' }>,
  leaf: Certificate | undefined,
  anchors: Unseen,
): Judged {
  const named = unseen.map((what) => (what === 'anchors' ? anchors : what));
  return { kind: 'judged', shown: true, ...(leaf === undefined ? {} : { leaf }), verified, unseen: named, assumed };
}

/** A failure as it is logged by a side that has overlooked another before. */
export function behind(overlooked: Refusal | undefined, failure: HandshakeFails): HandshakeFails {
  const queued = overlooked?.error.preceding;
  return queued === undefined || failure.local === undefined
    ? failure
    : { ...failure, local: { ...failure.local, preceding: queued } };
}

/** What a refusal says beyond who refuses and when. */
export interface RefusalReason {
  readonly reason: HandshakeFailure;
  readonly local: TlsError;
  /** Undefined where the other side is told nothing. */
  readonly alert?: Alert;
  readonly detail: string;
  readonly certificate?: Certificate;
}

/** `late`: the other side had finished its part, so that it logs no reason. */
export function refuses(
  by: 'client' | 'server',
  version: TlsVersion,
  late: boolean,
  { reason, local, alert, detail, certificate }: RefusalReason,
): HandshakeFails {
  return {
    kind: 'fails',
    by,
    reason,
    version,
    late,
    local,
    ...(alert === undefined || late ? {} : { remote: alertError(alert) }),
    ...(certificate === undefined ? {} : { certificate: certificate.facts }),
    detail,
  };
}

/** A reason of BoringSSL's own, without words of Envoy's. */
export function plainReason(
  reason: HandshakeFailure,
  error: TlsReason,
  alert: Alert | undefined,
  detail: string,
  certificate?: Certificate,
): RefusalReason {
  return {
    reason,
    local: tlsError(error),
    ...(alert === undefined ? {} : { alert }),
    detail,
    ...(certificate === undefined ? {} : { certificate }),
  };
}
