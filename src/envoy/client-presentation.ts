/** The server asks, the client shows its certificate, and the server judges it (BoringSSL `handshake_server.cc`, `tls13_server.cc`). */
import { verifyPeer } from './certificate-verification.ts';
import { certificatesOf } from './certificates.ts';
import { clientCertificateDemand } from './client-certificate.ts';
import type { PeerValidation } from './connection.ts';
import {
  accepted,
  notShown,
  plainReason,
  refuses,
  shownUnseen,
  type Ends,
  type HandshakeFails,
  type Judged,
  type Presentation,
} from './judgement.ts';
import type { TlsVersion } from './model.ts';
import { canSign, verifiedAlgorithms } from './signature-algorithms.ts';
import { tlsError } from './tls-errors.ts';
import { allowsUsage } from './x509/issuing.ts';

/** With TLS 1.3 the client is done before its certificate is judged: it thinks itself connected. */
function isLate(version: TlsVersion): boolean {
  return version === 'TLSv1_3';
}

export function judgeClientCertificate({ from, to, version, at }: Omit<Presentation, 'chain'>): Judged | Ends {
  const demand = clientCertificateDemand(to);
  const { validation } = to;
  if (demand === 'no' || validation === undefined || validation === 'warming') return notShown;
  const { certificates } = from;
  if (certificates === 'unseen') return shownUnseen('client certificate', !validation.context.acceptUntrusted);
  const [chain] = typeof certificates === 'string' ? [] : certificates;
  if (chain === undefined) return demand === 'required' ? certificateMissing(version) : notShown;
  return judge({ chain, from, to, version, at }, validation);
}

function certificateMissing(version: TlsVersion): HandshakeFails {
  return refuses('server', version, isLate(version), {
    reason: 'client-certificate-missing',
    local: tlsError('PEER_DID_NOT_RETURN_A_CERTIFICATE', 'peer did not provide required client certificate'),
    alert: 'handshake_failure',
    detail: 'the server demands a certificate and the client has none',
  });
}

function judge({ chain, from, to, version, at }: Presentation, validation: PeerValidation): Judged | Ends {
  const sent = certificatesOf(chain);
  const leaf = sent[0];
  if (leaf === undefined) return notShown;
  if (leaf.key !== undefined && !canSign(leaf.key, version, from.params.signatureAlgorithms, verifiedAlgorithms(to))) {
    const detail = 'the server takes no signature that the key of the client’s certificate can make';
    const reason = plainReason(
      'no-common-signature-algorithm',
      'NO_COMMON_SIGNATURE_ALGORITHMS',
      'handshake_failure',
      detail,
      leaf,
    );
    return refuses('client', version, false, reason);
  }
  const late = isLate(version);
  const detail = 'the key of the certificate may not be used for digitalSignature (keyUsage)';
  const unfit = allowsUsage(leaf, 'digitalSignature')
    ? undefined
    : refuses('server', version, late, plainReason('key-usage', 'KEY_USAGE_BIT_INCORRECT', undefined, detail, leaf));
  // TLS 1.3 looks at the usage before the verification, TLS 1.2 after it.
  if (unfit !== undefined && late) return unfit;
  const request = { verifier: 'server' as const, at, envoyVersion: to.envoyVersion, extraSans: [] };
  const result = verifyPeer(sent, validation, request);
  switch (result.kind) {
    case 'unknown':
      return result;
    case 'refused': {
      const { failure: reason, error: local, alert, detail: why } = result;
      return refuses('server', version, late, { reason, local, alert, detail: why, certificate: leaf });
    }
    case 'accepted':
      return unfit ?? accepted(result, leaf, 'server anchors');
  }
}
