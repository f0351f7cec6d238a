/** Signature algorithms in the handshake: which key can sign with what, and what the peer takes (BoringSSL `extensions.cc`, `ssl_privkey.cc`). */
import type { TlsSide } from '../connection.ts';
import type { TlsVersion } from '../model.ts';
import type { KeyType } from './x509/public-key.ts';

/** What BoringSSL takes from a peer when nothing is configured. Neither P-521 nor Ed25519 is among them. */
const verifiedByDefault = [
  'ecdsa_secp256r1_sha256',
  'rsa_pss_rsae_sha256',
  'rsa_pkcs1_sha256',
  'ecdsa_secp384r1_sha384',
  'rsa_pss_rsae_sha384',
  'rsa_pkcs1_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pkcs1_sha512',
  'rsa_pkcs1_sha1',
];

const signedByDefault = [...verifiedByDefault, 'ed25519', 'ecdsa_secp521r1_sha512', 'ecdsa_sha1'];

/** OpenSSL's spelling, which BoringSSL takes as well. */
const otherNames: Readonly<Record<string, string>> = {
  'ECDSA+SHA1': 'ecdsa_sha1',
  'ECDSA+SHA256': 'ecdsa_secp256r1_sha256',
  'ECDSA+SHA384': 'ecdsa_secp384r1_sha384',
  'ECDSA+SHA512': 'ecdsa_secp521r1_sha512',
  'RSA+SHA1': 'rsa_pkcs1_sha1',
  'RSA+SHA256': 'rsa_pkcs1_sha256',
  'RSA+SHA384': 'rsa_pkcs1_sha384',
  'RSA+SHA512': 'rsa_pkcs1_sha512',
  'RSA-PSS+SHA256': 'rsa_pss_rsae_sha256',
  'PSS+SHA256': 'rsa_pss_rsae_sha256',
  'RSA-PSS+SHA384': 'rsa_pss_rsae_sha384',
  'PSS+SHA384': 'rsa_pss_rsae_sha384',
  'RSA-PSS+SHA512': 'rsa_pss_rsae_sha512',
  'PSS+SHA512': 'rsa_pss_rsae_sha512',
};

/** What a side takes from its peer: `signature_algorithms` as configured, else BoringSSL's default; an application takes all. */
export function verifiedAlgorithms({
  params,
  application,
}: Pick<TlsSide, 'params' | 'application'>): readonly string[] {
  return configuredAlgorithms(params.signatureAlgorithms) ?? (application ? signedByDefault : verifiedByDefault);
}

function configuredAlgorithms(configured: readonly string[] | undefined): readonly string[] | undefined {
  if (configured === undefined || configured.length === 0) return undefined;
  return configured
    .flatMap((entry) => entry.split(':'))
    .map((name) => (Object.hasOwn(otherNames, name) ? (otherNames[name] ?? name) : name));
}

/** Whether the owner of `key`, configured with `own`, finds one that the peer takes. */
export function canSign(
  key: KeyType,
  version: TlsVersion,
  own: readonly string[] | undefined,
  takenByPeer: readonly string[],
): boolean {
  if (version === 'TLSv1_0' || version === 'TLSv1_1') return key.kind === 'RSA' || key.kind === 'EC';
  return (configuredAlgorithms(own) ?? signedByDefault).some(
    (algorithm) => takenByPeer.includes(algorithm) && fits(algorithm, key, version),
  );
}

function fits(algorithm: string, key: KeyType, version: TlsVersion): boolean {
  switch (key.kind) {
    case 'RSA': {
      if (version === 'TLSv1_3') return algorithm.startsWith('rsa_pss_rsae_');
      return algorithm.startsWith('rsa_pss_rsae_') || algorithm.startsWith('rsa_pkcs1_');
    }
    case 'EC':
      // Before TLS 1.3 the name's curve does not bind.
      return version === 'TLSv1_3' ? algorithm === tls13Ecdsa[key.curve] : algorithm.startsWith('ecdsa_');
    case 'Ed25519':
      return algorithm === 'ed25519';
    case 'unrecognised':
      return false;
  }
}

const tls13Ecdsa = {
  'P-224': undefined,
  'P-256': 'ecdsa_secp256r1_sha256',
  'P-384': 'ecdsa_secp384r1_sha384',
  'P-521': 'ecdsa_secp521r1_sha512',
} as const;

/** The curves of ECDSA certificates that a client can take, as Envoy reads `signature_algorithms` (`getClientCurveNIDSupported`). */
export function ecdsaCurvesOf(algorithms: readonly string[]): string[] {
  return Object.entries(tls13Ecdsa).flatMap(([curve, name]) =>
    name !== undefined && algorithms.includes(name) ? [curve] : [],
  );
}
