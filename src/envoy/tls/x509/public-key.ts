/** SubjectPublicKeyInfo and signatures, as far as TLS certificates use them. */
import { createPublicKey, constants, verify } from 'node:crypto';
import { childrenOf, contentsOf, oidText, readElement, readElements, tags, type DerElement } from './der.ts';

/** What decides which cipher suites and signature algorithms a key can be used with. */
export type KeyType =
  | { readonly kind: 'RSA'; readonly bits: number }
  | { readonly kind: 'EC'; readonly curve: 'P-224' | 'P-256' | 'P-384' | 'P-521' }
  | { readonly kind: 'Ed25519' }
  | { readonly kind: 'unrecognised'; readonly oid: string };

const curves = {
  '1.3.132.0.33': 'P-224',
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
} as const;

/** Reads a SubjectPublicKeyInfo. Throws DerError. */
export function readKeyType(spki: DerElement): KeyType {
  const [algorithm, key] = childrenOf(spki, tags.sequence);
  const [type, parameters] = childrenOf(algorithm, tags.sequence);
  const oid = oidText(contentsOf(type, tags.oid));
  switch (oid) {
    case '1.2.840.113549.1.1.1': {
      const bits = contentsOf(key, tags.bitString).subarray(1);
      const [modulus] = childrenOf(readElement(bits), tags.sequence);
      const number = contentsOf(modulus, tags.integer);
      const significant = number[0] === 0 ? number.subarray(1) : number;
      return { kind: 'RSA', bits: 8 * significant.length - Math.clz32((significant[0] ?? 0) << 24) };
    }
    case '1.2.840.10045.2.1': {
      const curve = Object.entries(curves).find(
        ([id]) => parameters?.tag === tags.oid && oidText(parameters.contents) === id,
      );
      return curve === undefined ? { kind: 'unrecognised', oid } : { kind: 'EC', curve: curve[1] };
    }
    case '1.3.101.112':
      return { kind: 'Ed25519' };
    default:
      return { kind: 'unrecognised', oid };
  }
}

/** `RSA 2048`, `EC P-256`, `Ed25519`: how a key type stands in CertificateFacts. */
export function keyTypeText(key: KeyType): string {
  switch (key.kind) {
    case 'RSA':
      return `RSA ${key.bits}`;
    case 'EC':
      return `EC ${key.curve}`;
    case 'Ed25519':
      return key.kind;
    case 'unrecognised':
      return key.oid;
  }
}

/** The reverse of `keyTypeText`; undefined for a text that it does not write. */
export function keyTypeFromText(text: string): KeyType | undefined {
  if (text === 'Ed25519') return { kind: 'Ed25519' };
  const bits = /^RSA (?<bits>\d{3,5})$/u.exec(text)?.groups?.['bits'];
  if (bits !== undefined) return { kind: 'RSA', bits: Number(bits) };
  const curve = Object.values(curves).find((name) => text === `EC ${name}`);
  return curve === undefined ? undefined : { kind: 'EC', curve };
}

/** A signed structure: a certificate or a CRL. */
export interface Signed {
  /** The bytes that were signed. */
  readonly body: Uint8Array;
  /** The `AlgorithmIdentifier`. */
  readonly algorithm: Uint8Array;
  readonly signature: Uint8Array;
}

const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

const pssHashes: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** By signature, then by key: a mesh verifies the same certificate with the same root on thousands of edges. */
const verified = new WeakMap<Uint8Array, WeakMap<Uint8Array, { readonly holds: boolean | undefined }>>();

/** Whether the key in `spki` (DER) made the signature; undefined for an algorithm that is not known here. */
export function signatureHolds(signed: Signed, spki: Uint8Array): boolean | undefined {
  const byKey = verified.get(signed.signature) ?? new WeakMap<Uint8Array, { readonly holds: boolean | undefined }>();
  verified.set(signed.signature, byKey);
  const known = byKey.get(spki) ?? { holds: verifySignature(signed, spki) };
  byKey.set(spki, known);
  return known.holds;
}

function verifySignature(signed: Signed, spki: Uint8Array): boolean | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    const [type, parameters] = childrenOf(readElement(signed.algorithm), tags.sequence);
    const oid = oidText(contentsOf(type, tags.oid));
    if (oid === '1.3.101.112') return verify(undefined, signed.body, key, signed.signature);
    if (oid === '1.2.840.113549.1.1.10') {
      const hash = pssHash(parameters);
      const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
      return hash === undefined ? undefined : verify(hash, signed.body, options, signed.signature);
    }
    const hash = hashes[oid];
    return hash === undefined ? undefined : verify(hash, signed.body, key, signed.signature);
  } catch {
    // A key of another kind than the signature's, or one that OpenSSL refuses, has signed nothing.
    return false;
  }
}

function pssHash(parameters: DerElement | undefined): string | undefined {
  const hash =
    parameters === undefined ? undefined : childrenOf(parameters, tags.sequence).find(({ tag }) => tag === 0xa0);
  const algorithm = hash === undefined ? undefined : readElements(hash.contents)[0];
  if (algorithm === undefined) return undefined;
  return pssHashes[oidText(contentsOf(childrenOf(algorithm, tags.sequence)[0], tags.oid))];
}
