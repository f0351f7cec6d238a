/** The leaves that a side may have: good ones, and what is wrong with the others. */
import { der } from '../../mint/der-writer.ts';
import type { Order } from '../../mint/mint.ts';
import type { Value } from './features.ts';
import type { Role } from './possible.ts';

const day = 86_400_000;

/** Names of a leaf of each side. */
export const identities = {
  client: { uri: 'spiffe://cluster.local/ns/demo/sa/sleep', dns: 'sleep.test', email: 'sleep@corp.test' },
  server: { uri: 'spiffe://cluster.local/ns/demo/sa/web', dns: 'a.test', email: 'web@corp.test' },
} as const;

export const wildcard = 'wild.test';
export const address = '10.1.2.3';

/** A leaf without its issuer and key. */
export function leafOrder(role: Role, kind: Value<'client leaf'>): Order {
  const { uri, dns, email } = identities[role];
  const purpose = role === 'server' ? 'serverAuth' : 'clientAuth';
  const other = role === 'server' ? 'clientAuth' : 'serverAuth';
  const good: Order = {
    subject: '',
    sans: [`URI:${uri}`, `DNS:${dns}`, `DNS:*.${wildcard}`, `IP:${address}`, `EMAIL:${email}`, `UPN:${role}@corp.test`],
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [purpose],
  };
  const { keyUsage: _, ...noKeyUsage } = good;
  const { extendedKeyUsage: __, ...noPurpose } = good;
  const { sans: ___, ...noNames } = good;
  switch (kind) {
    case 'good':
    case 'self-signed':
      return good;
    case 'expired':
      return { ...good, notBefore: new Date(Date.now() - 2 * day), notAfter: new Date(Date.now() - day) };
    case 'not yet valid':
      return { ...good, notBefore: new Date(Date.now() + day) };
    case 'wrong purpose':
      return { ...good, extendedKeyUsage: [other] };
    case 'any purpose':
      return { ...good, extendedKeyUsage: ['any'] };
    case 'other purpose too':
      return { ...good, extendedKeyUsage: [other, 'codeSigning', purpose] };
    case 'no purpose':
      return noPurpose;
    case 'may not sign':
      return { ...good, keyUsage: ['keyEncipherment'] };
    case 'key agreement only':
      return { ...good, keyUsage: ['keyAgreement'] };
    case 'no key usage':
      return noKeyUsage;
    case 'no names':
      return { ...noNames, subject: `CN=${dns}` };
    case 'a CA':
      return { ...good, ca: true, keyUsage: ['digitalSignature', 'keyCertSign'] };
    case 'unknown critical extension':
      return { ...good, extensions: [{ oid: '1.2.3.4.5', critical: true, value: der(0x05) }] };
    case 'mailbox in the subject':
      return { ...good, subject: `CN=${role},E=${email}` };
    case 'NUL in names':
      return { ...good, sans: [`DNS:${dns}\0.evil.test`, `URI:${uri}\0/evil`, `EMAIL:${email}\0`] };
    case 'odd names':
      return {
        ...good,
        sans: [
          'DNS:a b',
          'DNS:x,y]',
          'EMAIL:"q"@corp.test',
          'URI:spiffe://cluster.local/%20\n',
          `URI:${uri}`,
          'IP:2001:db8::1:0:0:1',
          'IP:::ffff:10.0.0.1',
        ],
      };
    case 'names its CRL':
      return { ...good, crlDistributionPoints: ['http://crl.test/one.crl', 'http://crl.test/two.crl'] };
    case 'serial number known':
      return { ...good, serialNumber: role === 'server' ? '0102' : '80f1' };
  }
}
