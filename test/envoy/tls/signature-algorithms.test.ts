import { describe, expect, it } from 'vitest';
import type { TlsVersion } from '../../../src/envoy/model.ts';
import { canSign, ecdsaCurvesOf, verifiedAlgorithms } from '../../../src/envoy/tls/signature-algorithms.ts';
import type { KeyType } from '../../../src/envoy/tls/x509/public-key.ts';

const rsa: KeyType = { kind: 'RSA', bits: 2048 };
const ec = (curve: 'P-224' | 'P-256' | 'P-384' | 'P-521'): KeyType => ({ kind: 'EC', curve });
const ed25519: KeyType = { kind: 'Ed25519' };

const takenByDefault = verifiedAlgorithms({ params: {}, application: false });

describe('a key and what the peer takes', () => {
  it.each<[string, KeyType, TlsVersion, string, boolean]>([
    ['RSA', rsa, 'TLSv1_3', 'rsa_pss_rsae_sha256', true],
    ['RSA', rsa, 'TLSv1_3', 'rsa_pkcs1_sha256', false],
    ['RSA', rsa, 'TLSv1_2', 'rsa_pkcs1_sha256', true],
    ['RSA', rsa, 'TLSv1_2', 'rsa_pkcs1_sha1', true],
    ['RSA', rsa, 'TLSv1_2', 'rsa_pss_rsae_sha512', true],
    ['RSA', rsa, 'TLSv1_2', 'ecdsa_secp256r1_sha256', false],
    ['P-256', ec('P-256'), 'TLSv1_3', 'ecdsa_secp256r1_sha256', true],
    ['P-256', ec('P-256'), 'TLSv1_3', 'ecdsa_secp384r1_sha384', false],
    ['P-256', ec('P-256'), 'TLSv1_2', 'ecdsa_secp384r1_sha384', true],
    ['P-256', ec('P-256'), 'TLSv1_2', 'ecdsa_sha1', true],
    ['P-384', ec('P-384'), 'TLSv1_3', 'ecdsa_secp384r1_sha384', true],
    ['P-521', ec('P-521'), 'TLSv1_3', 'ecdsa_secp521r1_sha512', true],
    ['P-224', ec('P-224'), 'TLSv1_3', 'ecdsa_secp256r1_sha256', false],
    ['Ed25519', ed25519, 'TLSv1_2', 'ed25519', true],
    ['Ed25519', ed25519, 'TLSv1_2', 'ecdsa_secp256r1_sha256', false],
    ['unknown', { kind: 'unrecognised', oid: '1.2.3' }, 'TLSv1_3', 'rsa_pss_rsae_sha256', false],
  ])('%s (%j) in %s with %s: %s', (_, key, version, algorithm, expected) => {
    expect(canSign(key, version, undefined, [algorithm])).toBe(expected);
  });

  it.each<TlsVersion>(['TLSv1_0', 'TLSv1_1'])('are not negotiated in %s', (version) => {
    expect(canSign(rsa, version, undefined, [])).toBe(true);
    expect(canSign(ec('P-256'), version, undefined, [])).toBe(true);
    expect(canSign(ed25519, version, undefined, ['ed25519'])).toBe(false);
  });

  it('need one that the owner is configured with', () => {
    expect(canSign(rsa, 'TLSv1_2', ['rsa_pkcs1_sha256'], ['rsa_pkcs1_sha384'])).toBe(false);
    expect(canSign(rsa, 'TLSv1_2', [], ['rsa_pkcs1_sha384'])).toBe(true);
  });
});

describe('names of algorithms', () => {
  it.each([
    ['ECDSA+SHA1', 'ecdsa_sha1'],
    ['ECDSA+SHA256', 'ecdsa_secp256r1_sha256'],
    ['ECDSA+SHA384', 'ecdsa_secp384r1_sha384'],
    ['ECDSA+SHA512', 'ecdsa_secp521r1_sha512'],
    ['RSA+SHA1', 'rsa_pkcs1_sha1'],
    ['RSA+SHA256', 'rsa_pkcs1_sha256'],
    ['RSA+SHA384', 'rsa_pkcs1_sha384'],
    ['RSA+SHA512', 'rsa_pkcs1_sha512'],
    ['RSA-PSS+SHA256', 'rsa_pss_rsae_sha256'],
    ['PSS+SHA256', 'rsa_pss_rsae_sha256'],
    ['RSA-PSS+SHA384', 'rsa_pss_rsae_sha384'],
    ['PSS+SHA384', 'rsa_pss_rsae_sha384'],
    ['RSA-PSS+SHA512', 'rsa_pss_rsae_sha512'],
    ['PSS+SHA512', 'rsa_pss_rsae_sha512'],
    ['something_new', 'something_new'],
    ['toString', 'toString'],
  ])('%s is %s', (written, name) => {
    expect(verifiedAlgorithms({ params: { signatureAlgorithms: [written] }, application: false })).toEqual([name]);
  });

  it('may stand in one entry, parted by colons', () => {
    const params = { signatureAlgorithms: ['ECDSA+SHA256:RSA+SHA256', 'ed25519'] };
    expect(verifiedAlgorithms({ params, application: false })).toEqual([
      'ecdsa_secp256r1_sha256',
      'rsa_pkcs1_sha256',
      'ed25519',
    ]);
  });
});

describe('without configured algorithms', () => {
  it('Envoy takes neither P-521 nor Ed25519 from its peer', () => {
    expect(takenByDefault).toEqual([
      'ecdsa_secp256r1_sha256',
      'rsa_pss_rsae_sha256',
      'rsa_pkcs1_sha256',
      'ecdsa_secp384r1_sha384',
      'rsa_pss_rsae_sha384',
      'rsa_pkcs1_sha384',
      'rsa_pss_rsae_sha512',
      'rsa_pkcs1_sha512',
      'rsa_pkcs1_sha1',
    ]);
    expect(verifiedAlgorithms({ params: { signatureAlgorithms: [] }, application: false })).toEqual(takenByDefault);
  });

  it('an application takes them', () => {
    const taken = verifiedAlgorithms({ params: {}, application: true });
    expect(taken).toEqual([...takenByDefault, 'ed25519', 'ecdsa_secp521r1_sha512', 'ecdsa_sha1']);
  });
});

it('the curves of certificates follow from the algorithms', () => {
  expect(ecdsaCurvesOf(takenByDefault)).toEqual(['P-256', 'P-384']);
  expect(ecdsaCurvesOf(['ecdsa_secp521r1_sha512'])).toEqual(['P-521']);
  expect(ecdsaCurvesOf(['rsa_pkcs1_sha256'])).toEqual([]);
});
