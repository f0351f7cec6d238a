/** What a signature that does not hold leaves in BoringSSL's error queue; Envoy logs all of it. */
import { childrenOf, contentsOf, hex, oidText, readElement, tags } from './der.ts';
import type { Certificate } from './certificate.ts';
import type { Signed } from './public-key.ts';

/** As `CODE:LIBRARY:OPENSSL_internal:NAME`, first error first. */
export function signatureErrors(signed: Signed, signer: Certificate): string[] {
  const algorithm = signatureFamily(signed);
  const key = signer.key?.kind;
  if (algorithm !== key) return ['201326781:ASN.1 encoding routines:OPENSSL_internal:WRONG_PUBLIC_KEY_TYPE'];
  if (key === 'RSA') return [...rsaErrors(signed, signer), outer];
  return key === 'EC' ? ['436207716:ECDSA routines:OPENSSL_internal:BAD_SIGNATURE', outer] : [outer];
}

const outer = '184549382:X.509 certificate routines:OPENSSL_internal:public key routines';

/** The signature of another key is a number beyond the modulus, or unpacks to noise. */
function rsaErrors({ signature }: Signed, { bytes }: Certificate): string[] {
  const modulus = bytes === undefined ? undefined : rsaModulus(bytes.spki);
  if (modulus !== undefined && BigInt(`0x${hex(signature)}`) >= modulus) {
    return ['67108979:RSA routines:OPENSSL_internal:DATA_TOO_LARGE_FOR_MODULUS'];
  }
  return [
    '67108971:RSA routines:OPENSSL_internal:BLOCK_TYPE_IS_NOT_01',
    '67109000:RSA routines:OPENSSL_internal:PADDING_CHECK_FAILED',
  ];
}

function rsaModulus(spki: Uint8Array): bigint {
  const [, key] = childrenOf(readElement(spki), tags.sequence);
  const [modulus] = childrenOf(readElement(contentsOf(key, tags.bitString).subarray(1)), tags.sequence);
  return BigInt(`0x${hex(contentsOf(modulus, tags.integer))}`);
}

function signatureFamily({ algorithm }: Signed): 'RSA' | 'EC' | 'Ed25519' | undefined {
  const oid = oidText(contentsOf(childrenOf(readElement(algorithm), tags.sequence)[0], tags.oid));
  if (oid.startsWith('1.2.840.113549.1.1.')) return 'RSA';
  if (oid.startsWith('1.2.840.10045.4.')) return 'EC';
  return oid === '1.3.101.112' ? 'Ed25519' : undefined;
}
