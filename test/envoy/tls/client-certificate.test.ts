import { describe, expect, it } from 'vitest';
import type { PeerValidation } from '../../../src/envoy/connection.ts';
import type { SanMatcher, ValidationContext } from '../../../src/envoy/model.ts';
import { clientCertificateDemand } from '../../../src/envoy/tls/client-certificate.ts';
import { emptyValidation, peerValidation } from '../../../src/envoy/tls/validation-context.ts';
import { mint } from '../../mint/mint.ts';
import { side, trusting } from './sides.ts';

const root = await mint({ subject: 'CN=root', ca: true });
const name: SanMatcher = { type: 'URI', matcher: { kind: 'exact', value: 'spiffe://td/ns/demo/sa/web' } };
const without = (changes: Partial<ValidationContext>): PeerValidation =>
  peerValidation({ ...emptyValidation, ...changes });

function demand(validation: PeerValidation | 'warming' | undefined, requireClientCertificate: boolean): string {
  return clientCertificateDemand(
    side({ requireClientCertificate, ...(validation === undefined ? {} : { validation }) }),
  );
}

describe('whether a server asks for a certificate', () => {
  it.each<[string, PeerValidation | 'warming' | undefined, boolean, string]>([
    ['nothing to verify by', undefined, true, 'no'],
    ['an empty context', without({}), true, 'no'],
    ['anchors', trusting([root]), false, 'requested'],
    ['anchors, required', trusting([root]), true, 'required'],
    ['anchors that are waited for', 'warming', false, 'requested'],
    ['anchors that are waited for, required', 'warming', true, 'required'],
    ['names', trusting([root], { sans: [name] }), false, 'required'],
    ['a hash', without({ certificateHashes: ['00'] }), false, 'required'],
    ['a key', without({ spkiHashes: ['00'] }), false, 'required'],
    ['leave to overlook', without({ acceptUntrusted: true }), true, 'requested'],
    [
      'leave to overlook beside a hash',
      without({ acceptUntrusted: true, certificateHashes: ['00'] }),
      false,
      'requested',
    ],
    ['leave to overlook beside anchors, required', trusting([root], { acceptUntrusted: true }), true, 'required'],
    ['the SPIFFE validator', without({ spiffe: [] }), false, 'required'],
  ])('%s', (_, validation, required, expected) => expect(demand(validation, required)).toBe(expected));
});
