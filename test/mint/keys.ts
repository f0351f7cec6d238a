/** Key pairs for certificates. RSA keys take long to make, so there are few, and they are used again. */
import { webcrypto } from 'node:crypto';

export type KeyKind = 'EC P-256' | 'EC P-384' | 'EC P-521' | 'RSA 2048' | 'Ed25519';

export interface KeyPair {
  readonly kind: KeyKind;
  readonly keys: webcrypto.CryptoKeyPair;
  /** PKCS #8. */
  readonly pem: string;
}

const rsa: Promise<KeyPair>[] = [];
const rsaKeys = 4;

/** A new key pair; for RSA one of a few. */
export function makeKey(kind: KeyKind): Promise<KeyPair> {
  if (kind !== 'RSA 2048') return generate(kind);
  const next = rsa.length < rsaKeys ? generate(kind) : rsa.shift();
  if (next === undefined) throw new Error('there are no RSA keys');
  rsa.push(next);
  return next;
}

async function generate(kind: KeyKind): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(algorithmOf(kind), true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new Error(`${kind} has no pair`);
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = pkcs8.match(/.{1,64}/gu)?.join('\n') ?? '';
  return { kind, keys, pem: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n` };
}

function algorithmOf(kind: KeyKind): webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams | webcrypto.Algorithm {
  switch (kind) {
    case 'EC P-256':
    case 'EC P-384':
    case 'EC P-521':
      return { name: 'ECDSA', namedCurve: kind.slice(3) };
    case 'RSA 2048':
      return {
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-256',
        publicExponent: Uint8Array.of(1, 0, 1),
        modulusLength: 2048,
      };
    case 'Ed25519':
      return { name: 'Ed25519' };
  }
}

/** How a key of this kind signs certificates. */
export function signingAlgorithm(kind: KeyKind): webcrypto.EcdsaParams | webcrypto.Algorithm {
  switch (kind) {
    case 'EC P-256':
      return { name: 'ECDSA', hash: 'SHA-256' };
    case 'EC P-384':
      return { name: 'ECDSA', hash: 'SHA-384' };
    case 'EC P-521':
      return { name: 'ECDSA', hash: 'SHA-512' };
    case 'RSA 2048':
      return { name: 'RSASSA-PKCS1-v1_5' };
    case 'Ed25519':
      return { name: 'Ed25519' };
  }
}
