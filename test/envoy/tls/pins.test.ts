import { describe, expect, it } from 'vitest';
import type { CertificateChain } from '../../../src/envoy/connection.ts';
import type { ValidationContext } from '../../../src/envoy/model.ts';
import { certificatesOf } from '../../../src/envoy/tls/certificates.ts';
import { verifyPeer } from '../../../src/envoy/tls/certificate-verification.ts';
import { emptyValidation, peerValidation } from '../../../src/envoy/tls/validation-context.ts';
import { mint } from '../../mint/mint.ts';
import { chain } from './sides.ts';

const leaf = chain(await mint({ subject: 'CN=web' }));

function verify(pinned: Partial<ValidationContext>, shown: CertificateChain = leaf) {
  const request = { verifier: 'client' as const, at: new Date(), envoyVersion: '1.40.0', extraSans: [] };
  return verifyPeer(certificatesOf(shown), peerValidation({ ...emptyValidation, ...pinned }), request);
}

describe('pins', () => {
  const { facts } = leaf;
  const [{ fingerprint = '', publicKey = '' } = {}] = facts;
  const key = Buffer.from(publicKey, 'hex').toString('base64');

  it('match by hash or by key, either of them', () => {
    const colons = (fingerprint.match(/../gu) ?? []).join(':').toUpperCase();
    expect(verify({ certificateHashes: ['00', colons] })).toMatchObject({ kind: 'accepted', verified: true });
    expect(verify({ spkiHashes: ['AAAA', key] })).toMatchObject({ kind: 'accepted', verified: true });
    expect(verify({ certificateHashes: ['00'], spkiHashes: [key] })).toMatchObject({ kind: 'accepted' });
    expect(verify({ certificateHashes: ['00'], spkiHashes: ['AAAA'] })).toMatchObject({
      failure: 'pin-mismatch',
      detail: 'the certificate is none of the 2 that are pinned',
    });
  });

  it('cannot be compared with a certificate whose hash nobody saw', () => {
    const unknown = { kind: 'unknown', needs: ['the certificate, to compare it with what is pinned'] };
    const [all] = facts;
    if (all === undefined) throw new Error('no facts');
    const { fingerprint: _, ...noHash } = all;
    const { publicKey: __, ...noKey } = all;
    const shown = (one: typeof noHash | typeof noKey) => ({ facts: [one] });
    expect(verify({ certificateHashes: ['00'] }, shown(noHash))).toEqual(unknown);
    expect(verify({ spkiHashes: ['AAAA'] }, shown(noKey))).toEqual(unknown);
    expect(verify({ certificateHashes: ['00'] }, shown(noKey))).toMatchObject({ kind: 'refused' });
    expect(verify({ spkiHashes: ['AAAA'] }, shown(noHash))).toMatchObject({ kind: 'refused' });
    expect(verify({ certificateHashes: ['00'], spkiHashes: ['AAAA'] }, shown(noHash))).toEqual(unknown);
    expect(verify({ certificateHashes: ['undefined'] }, shown(noHash))).toEqual(unknown);
  });
});
