/** The server asks, the client shows its certificate, and the server judges it (BoringSSL `handshake_server.cc`, `tls13_server.cc`). */
import { verifyPeer } from './certificate-verification.ts';
import { certificatesOf } from './certificates.ts';
import { clientCertificateDemand } from './client-certificate.ts';
import type { PeerValidation, TlsSide } from '../connection.ts';
import {
  accepted,
  behind,
  notShown,
  plainReason,
  refuses,
  shownUnseen,
  type Ends,
  type HandshakeFails,
  type Judged,
} from './judgement.ts';
import type { TlsVersion } from '../model.ts';
import { canSign, verifiedAlgorithms } from './signature-algorithms.ts';
import { tlsError } from './tls-errors.ts';
import type { Certificate } from './x509/certificate.ts';
import { allowsUsage } from './x509/issuing.ts';

/** What the client brings when it is asked; empty when it has nothing to show. */
export type ShownByClient =
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'unseen' }
  | { readonly kind: 'shown'; readonly chain: readonly Certificate[] };

/** The client's part: it shows what it has, unless it cannot sign with it. */
export function showClientCertificate(
  client: TlsSide,
  server: TlsSide,
  version: TlsVersion,
): ShownByClient | HandshakeFails {
  if (clientCertificateDemand(server) === 'no') return { kind: 'not-asked' };
  if (client.certificates === 'unseen') return { kind: 'unseen' };
  const [first] = typeof client.certificates === 'string' ? [] : client.certificates;
  const chain = first === undefined ? [] : certificatesOf(first);
  const leaf = chain[0];
  const key = leaf?.key;
  if (key === undefined || canSign(key, version, client.params.signatureAlgorithms, verifiedAlgorithms(server))) {
    return { kind: 'shown', chain };
  }
  const detail = 'the server takes no signature that the key of the client’s certificate can make';
  const name = 'no-common-signature-algorithm';
  const reason = plainReason(name, 'NO_COMMON_SIGNATURE_ALGORITHMS', 'handshake_failure', detail, leaf);
  return refuses('client', version, false, reason);
}

/** The server's part. With TLS 1.3 it comes late: the client thinks itself connected. */
export function judgeClientCertificate(
  shown: ShownByClient,
  server: TlsSide,
  version: TlsVersion,
  at: Date,
): Judged | Ends {
  const { validation } = server;
  if (shown.kind === 'not-asked' || validation === undefined || validation === 'warming') return notShown;
  if (shown.kind === 'unseen') return shownUnseen('client certificate', !validation.context.acceptUntrusted);
  const leaf = shown.chain[0];
  if (leaf !== undefined) return judge(leaf, shown.chain, server, validation, version, at);
  return clientCertificateDemand(server) === 'required' ? certificateMissing(version) : notShown;
}

function certificateMissing(version: TlsVersion): HandshakeFails {
  return refuses('server', version, version === 'TLSv1_3', {
    reason: 'client-certificate-missing',
    local: tlsError('PEER_DID_NOT_RETURN_A_CERTIFICATE', 'peer did not provide required client certificate'),
    alert: 'handshake_failure',
    detail: 'the server demands a certificate and the client has none',
  });
}

function judge(
  leaf: Certificate,
  chain: readonly Certificate[],
  server: TlsSide,
  validation: PeerValidation,
  version: TlsVersion,
  at: Date,
): Judged | Ends {
  const late = version === 'TLSv1_3';
  const detail = 'the key of the certificate may not be used for digitalSignature (keyUsage)';
  const unfit = allowsUsage(leaf, 'digitalSignature')
    ? undefined
    : refuses('server', version, late, plainReason('key-usage', 'KEY_USAGE_BIT_INCORRECT', undefined, detail, leaf));
  // TLS 1.3 looks at the usage before the verification, TLS 1.2 after it.
  if (unfit !== undefined && late) return unfit;
  const request = { verifier: 'server' as const, at, envoyVersion: server.envoyVersion, extraSans: [] };
  const result = verifyPeer(chain, validation, request);
  switch (result.kind) {
    case 'unknown':
      return result;
    case 'refused': {
      const { failure: reason, error: local, alert, detail: why } = result;
      return refuses('server', version, late, { reason, local, alert, detail: why, certificate: leaf });
    }
    case 'accepted':
      return unfit === undefined ? accepted(result, leaf, 'server anchors') : behind(result.overlooked, unfit);
  }
}
