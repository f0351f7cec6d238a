/** The server shows its certificate, and the client judges it (BoringSSL `handshake_client.cc`, `tls13_client.cc`). */
import { verifyPeer, verifiesAnything } from './certificate-verification.ts';
import { certificatesOf } from './certificates.ts';
import type { CertificateChain, TlsSide } from '../connection.ts';
import type { TlsVersion } from '../model.ts';
import {
  accepted,
  behind,
  plainReason,
  refuses,
  shownUnseen,
  type Ends,
  type HandshakeFails,
  type Judged,
  type RefusalReason,
} from './judgement.ts';
import type { Refusal, VerificationRequest } from './refusal.ts';
import { queuedError } from './tls-errors.ts';
import type { Certificate } from './x509/certificate.ts';
import { allowsUsage } from './x509/issuing.ts';

/** How the key of the server's certificate is used: what its `keyUsage` has to permit. */
export type KeyUse = 'digitalSignature' | 'keyEncipherment';

interface Agreement {
  readonly version: TlsVersion;
  readonly keyUse: KeyUse;
  /** Whether the client shows a certificate of its own. */
  readonly answers: boolean;
}

/** `chain` undefined: nobody saw the server's certificates. */
export function judgeServerCertificate(
  chain: CertificateChain | undefined,
  client: TlsSide,
  { version, keyUse, answers }: Agreement,
  at: Date,
): Judged | Ends {
  const validation = client.validation === 'warming' ? undefined : client.validation;
  if (client.application) return trustedByApplication(chain);
  if (chain === undefined)
    return shownUnseen('server certificate', validation !== undefined && verifiesAnything(validation));
  const sent = certificatesOf(chain);
  const leaf = sent[0];
  const unfit =
    leaf === undefined || allowsUsage(leaf, keyUse) ? undefined : wrongUsage(leaf, keyUse, version === 'TLSv1_3');
  if (unfit !== undefined && version === 'TLSv1_3') return refuses('client', version, false, unfit);
  const result = verifyPeer(sent, validation, clientRequest(client, at));
  switch (result.kind) {
    case 'unknown':
      return result;
    case 'refused': {
      const { failure: reason, error: local, alert, detail } = result;
      return refuses('client', version, false, {
        reason,
        local,
        alert,
        detail,
        ...(leaf === undefined ? {} : { certificate: leaf }),
      });
    }
    case 'accepted': {
      // To choose a certificate of its own a client clears the queue.
      const overlooked = answers || version === 'TLSv1_3' ? undefined : result.overlooked;
      const stumbles = stumble(overlooked, version, leaf);
      const afterwards = unfit === undefined ? undefined : behind(overlooked, refuses('client', version, false, unfit));
      return {
        ...accepted(result, leaf, 'client anchors'),
        ...(afterwards === undefined ? {} : { afterwards }),
        ...(stumbles === undefined ? {} : { stumbles }),
      };
    }
  }
}

/**
 * A signature that does not hold stays in BoringSSL's error queue although it is overlooked (ACCEPT_UNTRUSTED). Before
 * TLS 1.3 the client has to wait for an answer then, and takes what it finds in the queue for the reason why.
 */
function stumble(
  overlooked: Refusal | undefined,
  version: TlsVersion,
  leaf: Certificate | undefined,
): HandshakeFails | undefined {
  const local = queuedError(overlooked?.error.preceding ?? []);
  if (overlooked === undefined || local === undefined) return undefined;
  const { failure: reason, detail } = overlooked;
  return refuses('client', version, false, {
    reason,
    local,
    detail: `${detail}; that is overlooked (ACCEPT_UNTRUSTED), and ends the handshake all the same before TLS 1.3`,
    ...(leaf === undefined ? {} : { certificate: leaf }),
  });
}

function clientRequest(client: TlsSide, at: Date): VerificationRequest {
  return {
    verifier: 'client',
    at,
    envoyVersion: client.envoyVersion,
    extraSans: client.extraSans,
    ...(client.sansFromSni && client.sni !== '' ? { sanFromSni: client.sni } : {}),
  };
}

/** Before TLS 1.3 the usage is looked at when the client's own certificate is sent, and no alert follows. */
function wrongUsage(leaf: Certificate, keyUse: KeyUse, alerts: boolean): RefusalReason {
  const detail = `the key of the certificate may not be used for ${keyUse} (keyUsage)`;
  return plainReason('key-usage', 'KEY_USAGE_BIT_INCORRECT', alerts ? 'illegal_parameter' : undefined, detail, leaf);
}

/** Whom an application trusts stands in no dump. */
function trustedByApplication(chain: CertificateChain | undefined): Judged {
  const leaf = chain === undefined ? undefined : certificatesOf(chain)[0];
  return {
    kind: 'judged',
    shown: true,
    ...(leaf === undefined ? {} : { leaf }),
    verified: false,
    unseen: [],
    assumed: ['the application accepts the certificate of the server'],
  };
}
