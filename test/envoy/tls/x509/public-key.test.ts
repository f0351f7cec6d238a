import { constants, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readElement } from '../../../../src/envoy/tls/x509/der.ts';
import {
  keyTypeFromText,
  keyTypeText,
  readKeyType,
  signatureHolds,
  type KeyType,
} from '../../../../src/envoy/tls/x509/public-key.ts';
import { ascii, der } from '../../../mint/der-writer.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed25519 = generateKeyPairSync('ed25519');
type Pair = typeof rsa;
const strangers = new Map<Pair, Pair>([
  [rsa, generateKeyPairSync('rsa', { modulusLength: 2048 })],
  [ec, generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  [ed25519, generateKeyPairSync('ed25519')],
]);
const spkiOf = ({ publicKey }: Pair): Uint8Array => Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }));

const body = ascii('what is signed');

/** An `AlgorithmIdentifier`. */
function algorithm(oid: string, ...parameters: readonly Uint8Array[]): Uint8Array {
  return der(0x30, der(6, Buffer.from(oid, 'hex')), ...parameters);
}

function holds(oid: string, hash: string | undefined, pair: Pair, by: Pair = pair): boolean | undefined {
  const signature = Uint8Array.from(sign(hash, body, by.privateKey));
  return signatureHolds({ body, algorithm: algorithm(oid), signature }, spkiOf(pair));
}

/** Parameters of RSA-PSS. */
const pssWith = (oid: string) => der(0x30, der(0xa0, algorithm(oid)), der(0xa1, algorithm('2a03')));

describe('a signature', () => {
  it.each<[string, string, string | undefined, Pair]>([
    ['RSA with SHA-1', '2a864886f70d010105', 'sha1', rsa],
    ['RSA with SHA-256', '2a864886f70d01010b', 'sha256', rsa],
    ['RSA with SHA-384', '2a864886f70d01010c', 'sha384', rsa],
    ['RSA with SHA-512', '2a864886f70d01010d', 'sha512', rsa],
    ['ECDSA with SHA-1', '2a8648ce3d0401', 'sha1', ec],
    ['ECDSA with SHA-256', '2a8648ce3d040302', 'sha256', ec],
    ['ECDSA with SHA-384', '2a8648ce3d040303', 'sha384', ec],
    ['ECDSA with SHA-512', '2a8648ce3d040304', 'sha512', ec],
    ['Ed25519', '2b6570', undefined, ed25519],
  ])('of %s holds for its key and no other', (_, oid, hash, pair) => {
    expect(holds(oid, hash, pair)).toBe(true);
    expect(holds(oid, hash, pair, strangers.get(pair))).toBe(false);
    expect(holds(oid, hash === 'sha256' ? 'sha384' : hash === undefined ? undefined : 'sha256', pair)).toBe(
      pair === ed25519,
    );
  });

  it('of RSA-PSS holds with the hash that is named', () => {
    const key = createPrivateKey(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const pss = (name: string, ...parameters: readonly Uint8Array[]) =>
      signatureHolds(
        {
          body,
          algorithm: algorithm('2a864886f70d01010a', ...parameters),
          signature: Uint8Array.from(sign(name, body, options)),
        },
        spkiOf(rsa),
      );
    expect(pss('sha256', pssWith('608648016503040201'))).toBe(true);
    expect(pss('sha384', pssWith('608648016503040202'))).toBe(true);
    expect(pss('sha512', pssWith('608648016503040203'))).toBe(true);
    expect(pss('sha256', pssWith('608648016503040202'))).toBe(false);
    expect(pss('sha256', pssWith('2a03'))).toBeUndefined();
    expect(pss('sha256', der(0x30))).toBeUndefined();
    expect(pss('sha256')).toBeUndefined();
    expect(pss('sha256', der(0x30, der(0xa0)))).toBeUndefined();
  });

  it('of an algorithm that is not known leaves it open', () => expect(holds('2a03', 'sha256', rsa)).toBeUndefined());

  it('of a key of another kind does not hold', () => {
    const signature = Uint8Array.from(sign('sha256', body, rsa.privateKey));
    const signed = { body, algorithm: algorithm('2a864886f70d01010b'), signature };
    expect(signatureHolds(signed, spkiOf(ed25519))).toBe(false);
    expect(signatureHolds(signed, Uint8Array.of(1))).toBe(false);
    expect(signatureHolds(signed, spkiOf(rsa))).toBe(true);
  });
});

describe('a key', () => {
  const read = (pair: Pair): KeyType => readKeyType(readElement(spkiOf(pair)));

  it.each<[string, KeyType, Pair]>([
    ['RSA 2048', { kind: 'RSA', bits: 2048 }, rsa],
    ['RSA 1023', { kind: 'RSA', bits: 1023 }, generateKeyPairSync('rsa', { modulusLength: 1023 })],
    ['EC P-224', { kind: 'EC', curve: 'P-224' }, generateKeyPairSync('ec', { namedCurve: 'secp224r1' })],
    ['EC P-256', { kind: 'EC', curve: 'P-256' }, ec],
    ['EC P-384', { kind: 'EC', curve: 'P-384' }, generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['EC P-521', { kind: 'EC', curve: 'P-521' }, generateKeyPairSync('ec', { namedCurve: 'P-521' })],
    ['Ed25519', { kind: 'Ed25519' }, ed25519],
  ])('%s is read, written and read again', (text, key, pair) => {
    expect(read(pair)).toEqual(key);
    expect(keyTypeText(key)).toBe(text);
    expect(keyTypeFromText(text)).toEqual(key);
  });

  it('of another kind is known by its identifier alone', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const key: KeyType = { kind: 'unrecognised', oid: '1.2.840.10045.2.1' };
    expect(read(other)).toEqual(key);
    expect(read(generateKeyPairSync('x25519'))).toEqual({
      kind: 'unrecognised',
      oid: '1.3.101.110',
    });
    expect(keyTypeText(key)).toBe('1.2.840.10045.2.1');
    const bare = der(0x30, algorithm('2a8648ce3d0201'), der(3, Uint8Array.of(0)));
    expect(readKeyType(readElement(bare))).toEqual(key);
    const named = der(
      0x30,
      algorithm('2a8648ce3d0201', der(4, Buffer.from('2a8648ce3d030107', 'hex'))),
      der(3, Uint8Array.of(0)),
    );
    expect(readKeyType(readElement(named))).toEqual(key);
  });

  it.each(['RSA', 'RSA 12', 'RSA 123456', 'xRSA 2048', 'RSA 2048x', 'EC P-999', 'P-256', 'ed25519', ''])(
    '“%s” is none',
    (text) => expect(keyTypeFromText(text)).toBeUndefined(),
  );
});
