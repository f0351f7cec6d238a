/** Verification of one certificate, where a dump tells less than Envoy knew, or an older Envoy says it otherwise. */
import { describe, expect, it } from 'vitest';
import type { PeerValidation } from '../../../src/envoy/connection.ts';
import type { SanMatcher, ValidationContext } from '../../../src/envoy/model.ts';
import { certificatesOf } from '../../../src/envoy/tls/certificates.ts';
import { verifiesAnything, verifyPeer } from '../../../src/envoy/tls/certificate-verification.ts';
import { signaturesAssumed, type VerificationRequest } from '../../../src/envoy/tls/refusal.ts';
import { emptyValidation, peerValidation } from '../../../src/envoy/tls/validation-context.ts';
import { mint, mintCrl } from '../../mint/mint.ts';
import { chain, chainOfFacts, trusting, trustingFacts } from './sides.ts';

const ca = { ca: true, keyUsage: ['keyCertSign', 'cRLSign'] } as const;
const root = await mint({ subject: 'CN=root', ...ca });
const other = await mint({ subject: 'CN=other', ...ca });
const web = 'spiffe://td/ns/demo/sa/web';
const workload = { sans: [`URI:${web}`, 'DNS:web.test'], keyUsage: ['digitalSignature'] } as const;
const leaf = await mint({ subject: '', issuer: root, ...workload });
const clientOnly = await mint({ subject: '', issuer: root, ...workload, extendedKeyUsage: ['clientAuth'] });
const unnamed = await mint({ subject: 'CN=web', issuer: root, keyUsage: ['digitalSignature'] });
const old = await mint({ subject: '', issuer: root, ...workload, notAfter: new Date(Date.now() - 60_000) });
const at = new Date();

const san = (value: string, type: SanMatcher['type'] = 'URI'): SanMatcher => ({
  type,
  matcher: { kind: 'exact', value },
});
const unclear: SanMatcher = { type: 'URI', matcher: { kind: 'unrecognised', value: '' } };

function verify(
  validation: PeerValidation | undefined,
  changes: Partial<VerificationRequest> = {},
  shown = chain(leaf),
) {
  const request = { verifier: 'client' as const, at, envoyVersion: '1.40.0', extraSans: [], ...changes };
  return verifyPeer(certificatesOf(shown), validation, request);
}

const unseenAnchors = (changes: Partial<ValidationContext> = {}): PeerValidation => ({
  ...trusting([root], changes),
  anchors: 'unseen',
});
const without = (changes: Partial<ValidationContext>): PeerValidation =>
  peerValidation({ ...emptyValidation, ...changes });
const spiffe = (roots: string, changes: Partial<ValidationContext> = {}): PeerValidation =>
  without({ spiffe: [{ trustDomain: 'td', bundle: { source: { kind: 'inline', pem: roots } } }], ...changes });

describe('a side that has nothing to verify by', () => {
  it('accepts everything, and has verified nothing', () => {
    const accepted = { kind: 'accepted', verified: false, unseen: [], assumed: [] };
    expect(verify(undefined)).toEqual(accepted);
    expect(verify(without({}))).toEqual(accepted);
    expect(verify(trusting([root]), {}, { facts: [] })).toEqual(accepted);
  });

  it.each<[string, Partial<ValidationContext>]>([
    ['names', { sans: [san(web)] }],
    ['hashes', { certificateHashes: ['00'] }],
    ['keys', { spkiHashes: ['00'] }],
    ['leave to overlook', { acceptUntrusted: true }],
    ['the SPIFFE validator', { spiffe: [] }],
    ['a validator of its own', { unrecognisedValidator: 'mine' }],
  ])('is not one with %s', (_, changes) => {
    expect(verifiesAnything(without(changes))).toBe(true);
    expect(verifiesAnything(without({}))).toBe(false);
    expect(verifiesAnything(trusting([root]))).toBe(true);
  });

  it('refuses with auto_san_validation, whatever is shown', () => {
    expect(verify(undefined, { extraSans: ['a.test', 'b.test'] })).toMatchObject({
      failure: 'verify-without-anchors',
      detail:
        'a certificate for a.test, b.test is demanded (auto_san_validation), but no trusted_ca is configured to check it with',
    });
  });
});

it('a validator of an unknown kind leaves it open', () => {
  expect(verify(trusting([root], { unrecognisedValidator: 'mine' }))).toEqual({
    kind: 'unknown',
    needs: ['the rules of the validator mine'],
  });
});

it('what ACCEPT_UNTRUSTED overlooks is kept, and is not for the SPIFFE validator', () => {
  expect(verify(trusting([other], { acceptUntrusted: true }))).toMatchObject({
    kind: 'accepted',
    verified: false,
    overlooked: { failure: 'untrusted' },
  });
  expect(verify(trusting([root], { acceptUntrusted: true }))).toEqual({
    kind: 'accepted',
    verified: true,
    unseen: [],
    assumed: [],
  });
  expect(verify(spiffe(other.pem, { acceptUntrusted: true }))).toMatchObject({ kind: 'refused' });
});

describe('anchors that nobody saw', () => {
  it('are named, and what a leaf shows by itself still counts', () => {
    expect(verify(unseenAnchors())).toEqual({ kind: 'accepted', verified: true, unseen: ['anchors'], assumed: [] });
    expect(verify(unseenAnchors(), {}, chain(clientOnly))).toMatchObject({ failure: 'wrong-purpose' });
    expect(verify(unseenAnchors(), { verifier: 'server' }, chain(clientOnly))).toMatchObject({ kind: 'accepted' });
    expect(verify(unseenAnchors(), {}, chain(old))).toMatchObject({ failure: 'expired' });
    expect(verify(unseenAnchors({ allowExpired: true }), {}, chain(old))).toMatchObject({ kind: 'accepted' });
    expect(verify(unseenAnchors({ sans: [san('spiffe://td/x')] }))).toMatchObject({ failure: 'san-mismatch' });
  });

  it('say what is wrong at depth 0', () => {
    expect(verify(unseenAnchors(), {}, chain(old))).toMatchObject({
      error: { text: expect.stringContaining('error at depth 0: certificate has expired') as unknown },
      detail: `the certificate ran out at ${chain(old).facts[0]?.notAfter ?? ''}`,
    });
  });

  it('are all that is left where only /certs tells of the leaf', () => {
    const [facts] = chain(leaf).facts;
    if (facts === undefined) throw new Error('no facts');
    expect(verify(trusting([root]), {}, { facts: [{ ...facts, issuer: '' }] })).toMatchObject({ unseen: ['anchors'] });
  });

  it('of the SPIFFE validator are named as well', () => {
    const bundle = { source: { kind: 'file', filename: '/x' } } as const;
    const validation = without({ spiffe: [{ trustDomain: 'td', bundle }] });
    expect(verify(validation)).toEqual({ kind: 'accepted', verified: true, unseen: ['anchors'], assumed: [] });
  });
});

it('revocation lists that nobody saw are named, and revoke nothing', () => {
  const unseen: PeerValidation = { ...trusting([root], { crl: { kind: 'file', filename: '/x' } }), crls: 'unseen' };
  expect(verify(unseen)).toEqual({ kind: 'accepted', verified: true, unseen: ['CRL'], assumed: [] });
});

it('facts in place of certificates are said to be unchecked', () => {
  const assumed = [signaturesAssumed];
  expect(verify(trustingFacts([root]), {}, chainOfFacts(leaf))).toMatchObject({ kind: 'accepted', assumed });
  const [facts] = chain(root).facts;
  if (facts === undefined) throw new Error('no facts');
  const bundled = without({ spiffe: [{ trustDomain: 'td', bundle: { facts: [facts] } }] });
  expect(verify(bundled, {}, chainOfFacts(leaf))).toMatchObject({ kind: 'accepted', assumed, unseen: [] });
});

describe('names', () => {
  it('that are missing are said to be', () => {
    expect(verify(trusting([root], { sans: [san(web), san('a', 'DNS')] }), {}, chain(unnamed))).toMatchObject({
      detail: `wanted ${web} or a; the certificate has no alternative names`,
    });
  });

  it('are told with the way they are matched, unless exactly', () => {
    const prefix: SanMatcher = { type: 'URI', matcher: { kind: 'prefix', value: 'x' } };
    expect(verify(trusting([root], { sans: [san('y'), prefix] }))).toMatchObject({
      detail: `wanted y or prefix x; the certificate is for ${web}, web.test`,
    });
  });

  it('cannot be judged by a matcher that is not understood', () => {
    const unknown = { kind: 'unknown', needs: ['a SAN matcher that is not understood'] };
    expect(verify(trusting([root], { sans: [unclear] }))).toEqual(unknown);
    expect(verify(spiffe(root.pem, { sans: [unclear] }))).toEqual(unknown);
    expect(verify(trusting([root], { sans: [unclear] }), {}, chain(unnamed))).toMatchObject({
      failure: 'san-mismatch',
    });
  });

  it('of auto_san_validation go beside the matchers, and before the one made from the SNI', () => {
    const both = trusting([root], { sans: [san(web)] });
    expect(verify(both, { extraSans: ['web.test'] })).toMatchObject({ kind: 'accepted' });
    expect(verify(both, { extraSans: ['a.test', 'b.test'] })).toMatchObject({
      detail: `wanted a.test, b.test; the certificate is for ${web}, web.test`,
      error: {
        text: `CERTIFICATE_VERIFY_FAILED:verify cert failed: verify SAN list, expected SANs: [a.test, b.test], certificate SANs: [${web}, web.test]`,
      },
    });
    expect(verify(trusting([root]), { extraSans: ['web.test'], sanFromSni: 'a.test' })).toMatchObject({
      kind: 'accepted',
    });
    expect(verify(trusting([root], { sans: [san('x')] }), { sanFromSni: 'web.test' })).toMatchObject({
      kind: 'accepted',
    });
    expect(verify(trusting([root]), { sanFromSni: 'a.test' })).toMatchObject({
      detail: expect.stringMatching(/^wanted a\.test;/u) as unknown,
    });
  });

  it('are checked without anchors as well', () => {
    expect(verify(without({ sans: [san(web)] }))).toMatchObject({ kind: 'accepted', verified: true });
    expect(verify(without({ sans: [san('x')] }))).toMatchObject({ failure: 'san-mismatch' });
  });

  it('by the SPIFFE validator are told without the way they are matched', () => {
    expect(verify(spiffe(root.pem, { sans: [san('spiffe://td/a'), san('spiffe://td/b')] }))).toMatchObject({
      detail: `wanted spiffe://td/a or spiffe://td/b; the certificate is for ${web}, web.test`,
      error: { text: 'CERTIFICATE_VERIFY_FAILED:verify cert failed: SAN match' },
    });
    expect(verify(spiffe(root.pem, { sans: [san('x', 'DNS')] }))).toMatchObject({ kind: 'accepted', verified: true });
    expect(verify(spiffe(root.pem, { sans: [san(web, 'any')] }))).toMatchObject({ kind: 'accepted', verified: true });
  });

  it('of auto_san_validation count for the SPIFFE validator since Envoy 1.40', () => {
    expect(verify(spiffe(root.pem), { extraSans: ['a.test', 'b.test'] })).toMatchObject({
      detail: `wanted a.test, b.test; the certificate is for ${web}, web.test`,
      error: { text: expect.stringContaining('peer identity mismatches, expected SANs: a.test, b.test') as unknown },
    });
    expect(verify(spiffe(root.pem), { extraSans: ['a.test'], envoyVersion: '1.39.0' })).toMatchObject({
      kind: 'accepted',
    });
    expect(verify(spiffe(root.pem), { extraSans: ['web.test'] })).toMatchObject({ kind: 'accepted' });
  });
});

describe('the words of older Envoys', () => {
  it('have no names before 1.37, and no reason before 1.36', () => {
    const refusing = trusting([root], { sans: [san('x')] });
    const text = (envoyVersion: string, extraSans: readonly string[] = []) => {
      const result = verify(refusing, { envoyVersion, extraSans });
      return result.kind === 'refused' ? result.error.text : result.kind;
    };
    expect(text('1.36.0')).toBe('CERTIFICATE_VERIFY_FAILED:verify cert failed: SAN matcher');
    expect(text('1.36.0', ['a'])).toBe('CERTIFICATE_VERIFY_FAILED:verify cert failed: verify SAN list');
    expect(text('1.35.9')).toBe('CERTIFICATE_VERIFY_FAILED');
  });

  it('name distribution points of lists since 1.38', async () => {
    const points = { crlDistributionPoints: ['http://a/crl', 'http://b/crl'] };
    const named = await mint({ subject: '', issuer: root, ...workload, ...points });
    const crl = { kind: 'inline', pem: await mintCrl(other) } as const;
    const text = (envoyVersion: string, shown = chain(named)) => {
      const result = verify(trusting([root], { crl }), { envoyVersion }, shown);
      return result.kind === 'refused' ? result.error.text.replace(/^.*depth 0: /u, '') : result.kind;
    };
    const words = 'certificate revocation check against provided CRLs failed: unable to get certificate CRL';
    expect(text('1.38.0')).toBe(`${words}, certificate CRL distribution points: [http://a/crl, http://b/crl]`);
    expect(text('1.38.0', chain(leaf))).toBe(words);
    expect(text('1.37.0')).toBe('unable to get certificate CRL');
  });
});

describe('the SPIFFE validator', () => {
  it.each([
    ['is a CA', { ca: true }],
    ['may sign certificates', { keyUsage: ['keyCertSign'] }],
    ['may sign lists', { keyUsage: ['cRLSign'] }],
    ['does not say how its key is used', {}],
  ] as const)('refuses a certificate that %s', async (_, changes) => {
    const shown = chain(await mint({ subject: '', issuer: root, sans: [`URI:${web}`], ...changes }));
    expect(verify(spiffe(root.pem), {}, shown)).toMatchObject({ failure: 'not-a-leaf', alert: 'certificate_unknown' });
  });

  it('looks for the trust domain in the first URI, which has to have a path', async () => {
    const none = 'no trust bundle for the trust domain (none); there are td, other';
    const bundles = ['td', 'other'].map((trustDomain) => ({
      trustDomain,
      bundle: { source: { kind: 'inline', pem: root.pem } as const },
    }));
    const detail = async (...sans: readonly string[]) => {
      const named = sans.length === 0 ? {} : { sans };
      const shown = chain(await mint({ subject: 'CN=x', issuer: root, keyUsage: ['digitalSignature'], ...named }));
      const result = verify(without({ spiffe: bundles }), {}, shown);
      return result.kind === 'refused' ? result.detail : result.kind;
    };
    expect(await detail()).toBe(none);
    expect(await detail('DNS:td')).toBe(none);
    expect(await detail('URI:spiffe://td')).toBe(none);
    expect(await detail('URI:http://x/spiffe://td/')).toBe(none);
    expect(await detail('URI:spiffe://td/')).toBe('accepted');
    expect(await detail('DNS:x', 'URI:spiffe://other/a', 'URI:spiffe://nobody/a')).toBe('accepted');
    expect(await detail('URI:spiffe://nobody/a', 'URI:spiffe://td/a')).toBe(
      'no trust bundle for the trust domain nobody; there are td, other',
    );
  });

  it('takes revocation lists out of the bundle, for every certificate of the chain', async () => {
    expect(verify(spiffe(root.pem + (await mintCrl(root, { revoked: [leaf] }))))).toMatchObject({ failure: 'revoked' });
    expect(verify(spiffe(root.pem + (await mintCrl(root))))).toMatchObject({ kind: 'accepted' });
    const middle = await mint({ subject: 'CN=middle', issuer: root, ...ca });
    const below = await mint({ subject: '', issuer: middle, ...workload });
    const lists = await mintCrl(middle);
    expect(verify(spiffe(root.pem + lists), {}, chain(below, middle))).toMatchObject({ failure: 'crl-missing' });
  });
});
