import { describe, expect, it } from 'vitest';
import type { DownstreamTls, Proxy, Secret, SecretReference, UpstreamTls } from '../../../src/envoy/model.ts';
import { resolveTls } from '../../../src/envoy/tls/secrets.ts';
import { emptyValidation } from '../../../src/envoy/tls/validation-context.ts';
import { mint, mintCrl } from '../../mint/mint.ts';
import { proxyOf } from '../builders.ts';
import { chain } from './sides.ts';

const root = await mint({ subject: 'CN=root', ca: true, keyUsage: ['keyCertSign', 'cRLSign'] });
const leaf = await mint({ subject: '', issuer: root, sans: ['URI:spiffe://td/ns/a/sa/b'] });
const place = { source: 'dump', pointer: '' };
const sds = (name: string): SecretReference => ({ name, sds: true });
const inline = (pem: string) => ({ kind: 'inline', pem }) as const;
const file = { kind: 'file', filename: '/etc/certs/x.pem' } as const;

const context: DownstreamTls = {
  kind: 'downstream',
  params: {},
  alpn: ['h2'],
  certificates: [],
  certificateSecrets: [],
  requireClientCertificate: true,
  fullScanCertsOnSniMismatch: false,
};

function secret(name: string, changes: Partial<Secret>): Secret {
  return { name, place, state: 'active', delivered: true, ...changes };
}

function proxy(secrets: readonly Secret[], changes: Partial<Proxy> = {}): Proxy {
  const base = proxyOf();
  return { ...base, secrets, seen: { ...base.seen, secrets: secrets.length > 0 }, ...changes };
}

const identity = secret('default', { certificate: { chain: inline(leaf.pem) } });
const anchors = secret('ROOTCA', { validation: { ...emptyValidation, trustedCa: { source: inline(root.pem) } } });

const certificates = (of: Proxy, changes: Partial<DownstreamTls>) =>
  resolveTls(of, { ...context, ...changes }, '').certificates;

const validation = (of: Proxy, changes: Partial<DownstreamTls>) =>
  resolveTls(of, { ...context, ...changes }, '').validation;

describe('certificates of a side', () => {
  it('come from the secret that is named', () => {
    expect(certificates(proxy([identity]), { certificateSecrets: [sds('default')] })).toEqual([chain(leaf)]);
  });

  it('are none when none are configured', () => {
    expect(certificates(proxy([identity]), {})).toBe('none');
  });

  it('are unseen when no secrets were read, or the chain is a file', () => {
    expect(certificates(proxy([]), { certificateSecrets: [sds('default')] })).toBe('unseen');
    expect(certificates(proxy([identity]), { certificates: [{ chain: file }] })).toBe('unseen');
  });

  it('are waited for when the secret was named and never delivered', () => {
    const waiting = secret('default', { state: 'warming', delivered: false });
    expect(certificates(proxy([waiting]), { certificateSecrets: [sds('default')] })).toBe('warming');
    expect(certificates(proxy([waiting, identity]), { certificateSecrets: [sds('default')] })).toEqual([chain(leaf)]);
  });

  it('are those in the context before those of secrets', () => {
    const both = { certificates: [{ chain: inline(leaf.pem) }], certificateSecrets: [sds('other')] };
    expect(certificates(proxy([]), both)).toEqual([chain(leaf)]);
  });

  it('are unseen when two secrets of one name differ', () => {
    const other = secret('default', { certificate: { chain: inline(root.pem) } });
    expect(certificates(proxy([identity, other]), { certificateSecrets: [sds('default')] })).toBe('unseen');
    expect(certificates(proxy([identity, identity]), { certificateSecrets: [sds('default')] })).toEqual([chain(leaf)]);
  });

  it('fall back on the only certificate that /certs lists', () => {
    const [facts] = chain(leaf).facts;
    const [rootFacts] = chain(root).facts;
    if (facts === undefined || rootFacts === undefined) throw new Error('no facts');
    const listed = { certificates: [facts, rootFacts, facts] };
    expect(certificates(proxy([], listed), { certificateSecrets: [sds('default')] })).toEqual([{ facts: [facts] }]);
    const two = { certificates: [facts, { ...facts, serialNumber: '01' }] };
    expect(certificates(proxy([], two), { certificateSecrets: [sds('default')] })).toBe('unseen');
  });
});

describe('a secret that is named', () => {
  const other = { certificate: { chain: inline(root.pem) } };

  it('counts as it is in force, not as it warms or drains', () => {
    const named = { certificateSecrets: [sds('default')] };
    for (const state of ['warming', 'draining'] as const) {
      expect(certificates(proxy([secret('default', { ...other, state }), identity]), named)).toEqual([chain(leaf)]);
      expect(certificates(proxy([secret('default', { ...other, state })]), named)).toEqual([chain(root)]);
    }
    const fixed = secret('default', { certificate: { chain: inline(leaf.pem) }, state: 'static' });
    expect(certificates(proxy([secret('default', { ...other, state: 'warming' }), fixed]), named)).toEqual([
      chain(leaf),
    ]);
  });

  it('has to hold what is asked for', () => {
    const named = { certificateSecrets: [sds('ROOTCA')], validationSecret: sds('default') };
    expect(certificates(proxy([anchors]), named)).toBe('unseen');
    expect(validation(proxy([identity]), named)).toMatchObject({ anchors: 'unseen', crls: [] });
    expect(certificates(proxy([anchors, secret('ROOTCA', other)]), named)).toEqual([chain(root)]);
  });

  it('holds nothing when its chain holds no certificate', () => {
    const empty = secret('default', { certificate: { chain: inline('-----BEGIN CERTIFICATE-----\nAA==\n') } });
    expect(certificates(proxy([empty]), { certificateSecrets: [sds('default')] })).toBe('unseen');
    const noFacts = secret('default', { certificate: { facts: [] } });
    expect(certificates(proxy([noFacts]), { certificateSecrets: [sds('default')] })).toBe('unseen');
  });

  it('is not missed while another one is there', () => {
    const waiting = secret('second', { state: 'warming', delivered: false });
    const both = { certificateSecrets: [sds('second'), sds('default')] };
    expect(certificates(proxy([waiting, identity]), both)).toEqual([chain(leaf)]);
    expect(certificates(proxy([identity]), both)).toBe('unseen');
  });

  it('leaves the choice open where one of several was not seen, whatever /certs lists', () => {
    const both = { certificates: [{ chain: file }, { chain: file }] };
    expect(certificates(proxy([], { certificates: chain(leaf).facts }), both)).toBe('unseen');
    const [facts] = chain(leaf).facts;
    if (facts === undefined) throw new Error('no facts');
    const mixed = { certificates: [facts, facts, { ...facts, serialNumber: '01' }] };
    expect(certificates(proxy([], mixed), { certificates: [{ chain: file }] })).toBe('unseen');
  });

  it('plays no part where a provider of an unknown kind decides', () => {
    const provider = { unrecognised: 'a provider', certificateSecrets: [sds('default')] };
    expect(certificates(proxy([identity]), provider)).toBe('unseen');
  });
});

describe('validation of a side', () => {
  const san = { type: 'URI', matcher: { kind: 'exact', value: 'spiffe://td/ns/a/sa/b' } } as const;

  it('is absent when nothing is configured', () => {
    expect(validation(proxy([anchors]), {})).toBeUndefined();
  });

  it('merges the secret into the default', () => {
    const result = validation(proxy([anchors]), {
      validation: { ...emptyValidation, sans: [san] },
      validationSecret: sds('ROOTCA'),
    });
    expect(result).toMatchObject({
      context: { sans: [san] },
      anchors: [{ facts: [{ subject: 'CN=root' }] }],
      crls: [],
    });
  });

  it('keeps what the default says when the secret is unseen', () => {
    const result = validation(proxy([]), {
      validation: { ...emptyValidation, sans: [san] },
      validationSecret: sds('ROOTCA'),
    });
    expect(result).toMatchObject({ context: { sans: [san] }, anchors: 'unseen' });
  });

  it('is waited for when the secret was never delivered', () => {
    const waiting = secret('ROOTCA', { state: 'warming', delivered: false });
    expect(validation(proxy([waiting]), { validationSecret: sds('ROOTCA') })).toBe('warming');
  });

  it('has no anchors without trusted_ca, and unseen ones where that is a file', () => {
    expect(validation(proxy([]), { validation: emptyValidation })).toMatchObject({ anchors: 'none' });
    const fromFile = { ...emptyValidation, trustedCa: { source: file } };
    expect(validation(proxy([]), { validation: fromFile })).toMatchObject({ anchors: 'unseen' });
  });

  it('finds revocation lists in crl and in the bundle of anchors', async () => {
    const crl = await mintCrl(root);
    const bundled = { ...emptyValidation, trustedCa: { source: inline(root.pem + crl) } };
    expect(validation(proxy([]), { validation: bundled })).toMatchObject({ crls: [root.pem + crl] });
    expect(validation(proxy([]), { validation: { ...bundled, crl: inline(crl) } })).toMatchObject({
      crls: [crl, root.pem + crl],
    });
    expect(validation(proxy([]), { validation: { ...bundled, crl: file } })).toMatchObject({ crls: 'unseen' });
  });
});

/** What a side with this `trusted_ca` validates by. */
function trusted(trustedCa: NonNullable<NonNullable<DownstreamTls['validation']>['trustedCa']>) {
  return validation(proxy([]), { validation: { ...emptyValidation, trustedCa } });
}

describe('what a context says of validation', () => {
  it('an empty trusted_ca is none, facts or another source make it one', () => {
    const [facts] = chain(root).facts;
    if (facts === undefined) throw new Error('no facts');
    expect(trusted({ source: inline(' \n') })).toMatchObject({ anchors: 'none' });
    expect(trusted({ source: inline('x') })).toMatchObject({ anchors: 'unseen' });
    expect(trusted({ source: inline(''), facts: [facts] })).toMatchObject({ anchors: [{ facts: [facts] }] });
    expect(trusted({ source: inline(''), facts: [] })).toMatchObject({ anchors: 'unseen' });
    expect(trusted({ facts: [] })).toMatchObject({ anchors: 'unseen' });
    expect(trusted({ facts: [facts] })).toMatchObject({ anchors: [{ facts: [facts] }], crls: [] });
    expect(
      trusted({ source: inline(`-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n${root.pem}`) }),
    ).toMatchObject({ anchors: [{ facts: [{ subject: 'CN=root' }] }] });
  });
});

it('a server side carries what it demands, and neither SNI nor wishes for names', () => {
  const resolved = resolveTls(proxy([]), { ...context, fullScanCertsOnSniMismatch: true }, '');
  expect(resolved).toEqual({
    params: {},
    certificates: 'none',
    alpn: ['h2'],
    requireClientCertificate: true,
    fullScanCertsOnSniMismatch: true,
    sni: '',
    extraSans: [],
    sansFromSni: false,
    envoyVersion: '',
    application: false,
  });
  expect(Object.keys(resolved)).not.toContain('validation');
  expect(resolveTls(proxy([]), { ...context, requireClientCertificate: false }, '')).toMatchObject({
    requireClientCertificate: false,
    fullScanCertsOnSniMismatch: false,
  });
});

it('a client side carries SNI and the wish to check it', () => {
  const { requireClientCertificate: _, fullScanCertsOnSniMismatch: __, ...common } = context;
  const upstream: UpstreamTls = {
    ...common,
    kind: 'upstream',
    sni: 'web',
    autoHostSni: false,
    autoSniSanValidation: true,
  };
  expect(resolveTls(proxy([]), upstream, '1.40.0')).toMatchObject({
    sni: 'web',
    sansFromSni: true,
    envoyVersion: '1.40.0',
    requireClientCertificate: false,
    fullScanCertsOnSniMismatch: false,
  });
});
