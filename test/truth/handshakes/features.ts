/**
 * What a case is made of: named features with their values, the first of each being the harmless one. A case is a
 * value for each; what it leaves out is harmless.
 */
import type { Aim } from '../lab/coverage.ts';

const versions = ['default', '1.2 to 1.3', '1.2', '1.3', '1.0 to 1.3', '1.0 to 1.1', 'from 1.3', 'up to 1.1'] as const;

const ciphers = [
  'default',
  'ecdsa',
  'rsa',
  'chacha',
  'aes256',
  'cbc',
  'rsa key exchange',
  'equal preference',
  'standard names',
  'alias',
  'all but ecdsa',
] as const;

const curves = ['default', 'X25519', 'P-256', 'P-384', 'X25519MLKEM768', 'NIST', 'all'] as const;

const signatures = ['default', 'ecdsa', 'rsa-pss', 'pkcs1', 'P-521', 'old names', 'ed25519'] as const;

const keys = ['EC P-256', 'EC P-384', 'EC P-521', 'RSA 2048'] as const;

const leaves = [
  'good',
  'expired',
  'not yet valid',
  'wrong purpose',
  'any purpose',
  'other purpose too',
  'no purpose',
  'may not sign',
  'key agreement only',
  'no key usage',
  'self-signed',
  'no names',
  'a CA',
  'unknown critical extension',
  'serial number known',
  'names its CRL',
  'odd names',
  'mailbox in the subject',
  'NUL in names',
] as const;

const chains = [
  'root',
  'intermediate',
  'intermediate missing',
  'with root',
  'two intermediates',
  'wrong order',
  'root sent, intermediate missing',
  'expired intermediate',
  'expired root',
  'intermediate is no CA',
  'intermediate may not sign',
  'intermediate for others',
  'path too long',
  'names permitted',
  'names not permitted',
  'names excluded',
  'address not permitted',
  'mailbox not permitted',
  'subject not permitted',
  'forged root',
  'forged RSA root',
  'RSA root',
  'issuer may not sign lists',
  'issuer names its CRL',
  'cross-signed, good one first',
  'cross-signed, bad one first',
  'P-384 root',
  'P-521 root',
  'Ed25519 root',
  'renewed root',
  'old root without key ids',
] as const;

/** Whom a side trusts, seen from the chain that its peer shows. */
const trust = [
  'root',
  'issuer',
  'leaf',
  'bundle',
  'unrelated',
  'root and issuer',
  'after a namesake',
  'before a namesake',
  'after its expired self',
  'before its expired self',
  'empty',
  'none',
] as const;

const names = [
  'none',
  'exact URI',
  'prefix URI',
  'suffix URI',
  'contained URI',
  'regex URI',
  'regex in any case',
  'regex of classes',
  'exact DNS',
  'DNS by wildcard',
  'exact IP',
  'exact email',
  'other name',
  'any case',
  'untyped exact',
  'untyped prefix',
  'second of two',
  'wrong URI',
  'wrong type',
  'part of regex',
  'regex with anchors',
  'two labels',
  'wrong case',
  'other name of other type',
] as const;

const pins = ['none', 'hash', 'hash with colons', 'key', 'wrong hash', 'wrong hash, right key', 'issuer hash'] as const;

const validators = [
  'default',
  'accept untrusted',
  'allow expired',
  'SPIFFE',
  'SPIFFE, other domain',
  'SPIFFE, two domains',
  'SPIFFE, issuer as anchor',
  'SPIFFE, allow expired',
  'SPIFFE, JSON bundles',
] as const;

const crls = [
  'none',
  'for all',
  'leaf revoked',
  'issuer revoked',
  'first issuer only',
  'first issuer only, leaf checked',
  'leaf revoked, leaf checked',
  'expired',
  'not yet valid',
  'forged',
  'in the bundle',
  'without key id',
  'for users only',
  'for CAs only',
  'with an unknown critical extension',
  'of a distribution point',
  'one expired, one current',
  'newer one revokes',
  'older one revokes',
  'unrelated',
] as const;

const depths = ['unset', '0', '1', '2', '3'] as const;

/** How a context comes by what it needs. */
const sources = [
  'inline',
  'static secrets',
  'combined',
  'combined, names in secret',
  'certificate secret only',
  'delivered by SDS',
  'certificate never comes',
  'anchors never come',
] as const;

const alpn = ['none', 'h2', 'http/1.1', 'h2 and http/1.1', 'http/1.1 and h2', 'istio', 'istio and h2'] as const;

/** Features of the client's side are followed by those of the server's. */
export const features = {
  'client versions': versions,
  'server versions': versions,
  'client ciphers': ciphers,
  'server ciphers': ciphers,
  'client curves': curves,
  'server curves': curves,
  'client signatures': signatures,
  'server signatures': signatures,
  'client key': keys,
  'server key': keys,
  'client alpn': alpn,
  'server alpn': alpn,
  'server certificates': [
    'one',
    'EC then RSA',
    'RSA then EC',
    'a then b',
    'wildcard then a',
    'common name then a',
    'same name twice',
    'P-384 then RSA',
  ],
  sni: ['a.test', 'none', 'b.test', 'x.wild.test', 'x.y.wild.test', 'unknown.test', 'A.TEST', 'host', 'server’s'],
  host: ['a.test', 'x.wild.test', 'unknown.test', '10.1.2.3', 'a.test:8080'],
  'full scan': ['no', 'yes'],
  'client certificate': ['one', 'none'],
  'client leaf': leaves,
  'server leaf': leaves,
  'client chain': chains,
  'server chain': chains,
  // Clients come without a context unless told otherwise.
  'client trust': ['none', ...trust.filter((one) => one !== 'none')],
  'server trust': trust,
  'client names': [...names, 'the SNI', 'the host', 'the host and exact URI'],
  'server names': names,
  'client pins': pins,
  'server pins': pins,
  'client validator': validators,
  'server validator': validators,
  'client CRL': crls,
  'server CRL': crls,
  'client depth': depths,
  'server depth': depths,
  require: ['yes', 'no', 'unset'],
  'client sources': sources,
  'server sources': sources,
} as const;

export type Feature = keyof typeof features;
export type Value<F extends Feature> = (typeof features)[F][number];

/** The value a case has for a feature. Throws for a value that the feature does not have. */
export function valueOf<F extends Feature>(aim: Aim, feature: F): Value<F> {
  const values: readonly Value<F>[] = features[feature];
  const given = aim[feature];
  const value = given === undefined ? values[0] : values.find((one) => one === given);
  if (value === undefined) throw new Error(`${feature} cannot be ${given}`);
  return value;
}
