import { describe, expect, it } from 'vitest';
import type { TlsSide } from '../../../src/envoy/connection.ts';
import { simulateHandshake } from '../../../src/envoy/tls/handshake.ts';
import { failureReason } from '../../../src/envoy/tls/tls-errors.ts';
import { mint, mintCrl } from '../../mint/mint.ts';
import { chain, chainOfFacts, side, trusting, trustingFacts } from './sides.ts';

const ca = { ca: true, keyUsage: ['keyCertSign', 'cRLSign'] } as const;
const root = await mint({ subject: 'CN=root', ...ca });
const otherRoot = await mint({ subject: 'CN=other root', ...ca });
const intermediate = await mint({ subject: 'CN=intermediate', issuer: root, ...ca });
const web = 'spiffe://cluster.local/ns/demo/sa/web';
const sleep = 'spiffe://cluster.local/ns/demo/sa/sleep';
const server = await mint({ subject: '', issuer: intermediate, sans: [`URI:${web}`] });
const client = await mint({ subject: '', issuer: root, sans: [`URI:${sleep}`] });
const stranger = await mint({ subject: '', issuer: otherRoot, sans: [`URI:${sleep}`] });
const at = new Date();

const mesh = { certificates: [chain(client)], validation: trusting([root]) };
const strict = {
  certificates: [chain(server, intermediate)],
  validation: trusting([root]),
  requireClientCertificate: true,
};

function run(clientChanges: Partial<TlsSide>, serverChanges: Partial<TlsSide>) {
  return simulateHandshake(side(clientChanges), side(serverChanges), at);
}

const reasons = (result: ReturnType<typeof run>) =>
  result.kind === 'fails'
    ? { by: result.by, reason: result.reason, late: result.late, local: result.local, remote: result.remote }
    : result;

/** Some text with this in it. */
function containing(part: string): unknown {
  return expect.stringContaining(part);
}

describe('a handshake that completes', () => {
  it('is mutual when the server asks and the client has a certificate', () => {
    expect(run(mesh, strict)).toMatchObject({
      kind: 'complete',
      mutual: true,
      clientVerified: true,
      serverVerified: true,
      version: 'TLSv1_2',
      clientCertificate: { uris: [sleep] },
      serverCertificate: { uris: [web] },
      unseen: [],
      assumed: [],
    });
  });

  it('is one-way when the server asks nothing, whatever require_client_certificate says', () => {
    const { validation: _, ...asksNothing } = strict;
    expect(run(mesh, asksNothing)).toMatchObject({ kind: 'complete', mutual: false, clientVerified: false });
  });

  it('takes the highest common version', () => {
    expect(run({ ...mesh, params: { maximum: 'TLSv1_3' } }, strict)).toMatchObject({ version: 'TLSv1_3' });
  });

  it('agrees on the first protocol of the server that the client offers', () => {
    const alpn = { alpn: ['istio-peer-exchange', 'h2', 'http/1.1'] };
    expect(run({ ...mesh, alpn: ['http/1.1', 'h2'] }, { ...strict, ...alpn })).toMatchObject({ alpn: 'h2' });
    expect(run({ ...mesh, alpn: ['istio'] }, { ...strict, ...alpn })).toMatchObject({ kind: 'complete', alpn: '' });
  });

  it('accepts any client certificate with ACCEPT_UNTRUSTED, and says that it is not verified', () => {
    const result = run(
      { ...mesh, certificates: [chain(stranger)] },
      { ...strict, validation: trusting([root], { acceptUntrusted: true }) },
    );
    expect(result).toMatchObject({ kind: 'complete', mutual: true, clientVerified: false });
  });
});

describe('a handshake that fails', () => {
  it('says what the client logs about a server of another root', () => {
    const result = run(
      { ...mesh, validation: trusting([otherRoot]) },
      { ...strict, certificates: [chain(server, intermediate, root)] },
    );
    expect(result).toMatchObject({ kind: 'fails', by: 'client', reason: 'untrusted', late: false });
    expect(result.kind === 'fails' && result.local !== undefined && failureReason(result.local)).toBe(
      'TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify cert failed: X509_verify_cert: certificate verification error at depth 2: self signed certificate in certificate chain:TLS_error_end',
    );
  });

  it('sends what is configured and no more, even where its own anchors hold the issuer', () => {
    const lone = { ...strict, certificates: [chain(server)], validation: trusting([intermediate, root]) };
    expect(run({ ...mesh, validation: trusting([otherRoot]) }, lone)).toMatchObject({
      local: { text: containing('at depth 0: unable to get local issuer certificate') },
    });
  });

  it('lets the client know before TLS 1.3 only that its certificate was missed', () => {
    const bare = { ...mesh, certificates: 'none' as const };
    expect(reasons(run(bare, strict))).toEqual({
      by: 'server',
      reason: 'client-certificate-missing',
      late: false,
      local: {
        code: 268435648,
        text: 'PEER_DID_NOT_RETURN_A_CERTIFICATE:peer did not provide required client certificate',
      },
      remote: { code: 268436496, text: 'SSLV3_ALERT_HANDSHAKE_FAILURE' },
    });
    expect(reasons(run({ ...bare, params: { maximum: 'TLSv1_3' } }, strict))).toMatchObject({
      late: true,
      remote: undefined,
    });
  });

  it('names the alternative names that were found', () => {
    const wants = trusting([root], { sans: [{ type: 'URI', matcher: { kind: 'exact', value: sleep } }] });
    expect(run({ ...mesh, validation: wants }, strict)).toMatchObject({
      reason: 'san-mismatch',
      local: { text: `CERTIFICATE_VERIFY_FAILED:verify cert failed: SAN matcher, certificate SANs are [${web}]` },
      remote: { text: 'SSLV3_ALERT_CERTIFICATE_UNKNOWN' },
      certificate: { uris: [web] },
    });
  });

  it('judges validity at the time that was given', () => {
    const later = new Date(at.getTime() + 60 * 86_400_000);
    expect(simulateHandshake(side(mesh), side(strict), later)).toMatchObject({
      by: 'client',
      reason: 'expired',
      local: { text: containing('at depth 2: certificate has expired') },
    });
  });

  it('finds no common version, and no common cipher suite for the key', () => {
    expect(
      run(
        { ...mesh, params: { minimum: 'TLSv1_3', maximum: 'TLSv1_3' } },
        { ...strict, params: { maximum: 'TLSv1_2' } },
      ),
    ).toMatchObject({
      reason: 'no-common-version',
      local: { code: 268435696, text: 'UNSUPPORTED_PROTOCOL' },
      remote: { code: 268436526, text: 'TLSV1_ALERT_PROTOCOL_VERSION' },
    });
    expect(run({ ...mesh, params: { cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } }, strict)).toMatchObject({
      reason: 'no-common-cipher',
      local: { code: 268435640, text: 'NO_SHARED_CIPHER' },
    });
  });

  it('finds a client whose versions leave none', () => {
    expect(run({ ...mesh, params: { minimum: 'TLSv1_3' } }, strict)).toMatchObject({
      by: 'client',
      reason: 'no-supported-versions',
      local: { code: 268435736 },
    });
  });

  it('refuses a revoked certificate, and one for which there is no list', async () => {
    const revoking = trusting([root], { crl: { kind: 'inline', pem: await mintCrl(root, { revoked: [client] }) } });
    expect(run(mesh, { ...strict, validation: revoking })).toMatchObject({
      reason: 'revoked',
      remote: { text: 'SSLV3_ALERT_CERTIFICATE_REVOKED' },
    });
    const noList = trusting([root], { crl: { kind: 'inline', pem: await mintCrl(otherRoot) } });
    expect(run(mesh, { ...strict, validation: noList })).toMatchObject({ reason: 'crl-missing' });
  });

  it('fails while a secret is waited for', () => {
    expect(run({ ...mesh, certificates: 'warming' }, strict)).toMatchObject({
      by: 'client',
      reason: 'secret-not-supplied',
      local: { code: 0, text: 'TLS error: Secret is not supplied by SDS' },
    });
  });
});

describe('missing evidence', () => {
  it('leaves the outcome to the configuration where certificates are unseen', () => {
    const unseen = { certificates: 'unseen', validation: { ...trusting([root]), anchors: 'unseen' } } as const;
    expect(run(unseen, { ...unseen, requireClientCertificate: true })).toMatchObject({
      kind: 'complete',
      mutual: true,
      unseen: ['server certificate', 'client certificate'],
    });
  });

  it('still sees that a leaf ran out when the anchors are unseen', async () => {
    const old = await mint({ subject: '', issuer: root, notAfter: new Date(Date.now() - 1000) });
    const validation = { ...trusting([root]), anchors: 'unseen' as const };
    expect(run({ ...mesh, certificates: [chain(old)] }, { ...strict, validation })).toMatchObject({
      by: 'server',
      reason: 'expired',
    });
  });

  it('judges facts in place of certificates, and says that signatures were not checked', () => {
    const factsOnly = { certificates: [chainOfFacts(client)], validation: trustingFacts([root]) };
    const result = run(factsOnly, {
      ...strict,
      certificates: [chainOfFacts(server, intermediate)],
      validation: trustingFacts([root]),
    });
    expect(result).toMatchObject({ kind: 'complete', mutual: true, assumed: [containing('signatures')] });
    expect(run({ ...factsOnly, validation: trustingFacts([otherRoot]) }, strict)).toMatchObject({
      by: 'client',
      reason: 'untrusted',
    });
  });

  it('names the anchors that nobody saw, by the side that trusts them', () => {
    const unseen = { ...trusting([root]), anchors: 'unseen' as const };
    expect(run({ ...mesh, validation: unseen }, strict)).toMatchObject({ mutual: true, unseen: ['client anchors'] });
    expect(run(mesh, { ...strict, validation: unseen })).toMatchObject({ mutual: true, unseen: ['server anchors'] });
    const noList = { ...trusting([root]), crls: 'unseen' as const };
    expect(run({ ...mesh, validation: noList }, { ...strict, validation: noList })).toMatchObject({ unseen: ['CRL'] });
  });

  it('says of unseen certificates whether anybody would have looked at them', () => {
    const shows = { ...strict, certificates: 'unseen' as const };
    expect(run(mesh, shows)).toMatchObject({ clientVerified: true, serverVerified: true });
    const { validation: _, ...trustsAll } = mesh;
    expect(run(trustsAll, shows)).toMatchObject({ clientVerified: true, serverVerified: false });
    const lenient = { ...strict, validation: trusting([root], { acceptUntrusted: true }) };
    expect(run({ ...mesh, certificates: 'unseen' }, lenient)).toMatchObject({
      mutual: true,
      clientVerified: false,
      unseen: ['client certificate'],
      assumed: [],
    });
  });

  it('leaves open what a matcher that is not understood decides, on either side', () => {
    const sans = [{ type: 'URI', matcher: { kind: 'unrecognised', value: '' } }] as const;
    const unknown = { kind: 'unknown', needs: ['a SAN matcher that is not understood'] };
    expect(run({ ...mesh, validation: trusting([root], { sans }) }, strict)).toEqual(unknown);
    expect(run(mesh, { ...strict, validation: trusting([root], { sans }) })).toEqual(unknown);
  });

  it('leaves open whether cipher suites of a new name are shared', () => {
    const unheard = { cipherSuites: ['NEW'] };
    const needs = ['what the cipher suites “NEW” are'];
    expect(run({ ...mesh, params: unheard }, strict)).toEqual({ kind: 'unknown', needs });
    expect(run(mesh, { ...strict, params: unheard })).toEqual({ kind: 'unknown', needs });
    const beside = { cipherSuites: ['NEW', 'ECDHE-ECDSA-AES128-GCM-SHA256'] };
    expect(run({ ...mesh, params: beside }, strict)).toMatchObject({ kind: 'complete' });
  });

  it('knows no use of suites with a key that both share', () => {
    const psk = { cipherSuites: ['PSK', 'ECDHE-PSK-CHACHA20-POLY1305'] };
    expect(run({ ...mesh, params: psk }, { ...strict, params: psk })).toMatchObject({
      reason: 'no-common-cipher',
      detail: 'there is no cipher suite in common that goes with the server’s EC key',
    });
    expect(run({ ...mesh, params: psk }, { ...strict, params: psk, certificates: 'unseen' })).toMatchObject({
      detail: 'there is no cipher suite in common',
    });
  });

  it('knows nothing of an application that answers', () => {
    expect(run(mesh, { application: true })).toEqual({
      kind: 'unknown',
      needs: ['the TLS settings and the certificate of the application that answers'],
    });
  });

  it('takes an application for a client without a certificate', () => {
    expect(run({ application: true }, strict)).toMatchObject({
      reason: 'client-certificate-missing',
      version: 'TLSv1_3',
    });
    const open = { ...strict, requireClientCertificate: false };
    expect(run({ application: true }, open)).toMatchObject({
      kind: 'complete',
      mutual: false,
      serverVerified: false,
      serverCertificate: { uris: [web] },
      unseen: [],
      assumed: [containing('accepts')],
    });
    const unseen = run({ application: true }, { ...open, certificates: 'unseen' });
    expect(unseen).toMatchObject({ kind: 'complete', unseen: [] });
    expect(unseen).not.toHaveProperty('serverCertificate');
  });
});
