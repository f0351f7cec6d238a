/** Certificate authorities: good ones, and those that chains break at. */
import { ascii, der } from '../../mint/der-writer.ts';
import type { Minted, Order } from '../../mint/mint.ts';
import type { Value } from './features.ts';
import { fingerprint, once } from './minted.ts';

const day = 86_400_000;
const signing = { ca: true, keyUsage: ['keyCertSign', 'cRLSign'] } as const;
const past = { notBefore: new Date(Date.now() - 3 * day), notAfter: new Date(Date.now() - 60_000) };

export function unrelatedRoot(): Promise<Minted> {
  return once('unrelated root', () => ({ subject: 'CN=unrelated root', ...signing }));
}

/** The root that everything good hangs from. */
export function plainRoot(): Promise<Minted> {
  return once('root', () => ({ subject: 'CN=root,O=mesh', ...signing }));
}

function rsaRoot(): Promise<Minted> {
  return once('RSA root', () => ({ subject: 'CN=RSA root', key: 'RSA 2048', ...signing }));
}

/** The certificate that a real root's holder would not have made, for lists that nobody should believe. */
export function forger(): Promise<Minted> {
  return once('forger', () => ({ subject: 'CN=forger', ...signing }));
}

/** A root of the same name with another key. */
export function namesake({ subject, pem }: Minted): Promise<Minted> {
  return once(`namesake of ${fingerprint(pem)}`, () => ({ subject, ...signing }));
}

/** What a root was before it was renewed without a new key. */
export function expiredSelf(root: Minted): Promise<Minted> {
  return once(`expired self of ${fingerprint(root.pem)}`, () => ({
    subject: root.subject,
    sameKeyAs: root,
    ...signing,
    ...past,
  }));
}

export interface Issuers {
  readonly above: readonly Minted[];
  readonly sent: readonly Minted[];
  /** Where the root that others trust is not the one above the leaf. */
  readonly root?: Minted;
}

function intermediate(name: string, issuer: Minted, changes: Partial<Order> = {}): Promise<Minted> {
  return once(name, () => ({ subject: `CN=${name}`, issuer, ...signing, ...changes }));
}

/** The certificates above a leaf, and those of them that are sent. */
export async function issuers(kind: Value<'client chain'>): Promise<Issuers> {
  const root = await plainRoot();
  const good = await intermediate('intermediate', root);
  const through = (one: Minted, top: Minted = root) => ({ above: [one, top], sent: [one] });
  switch (kind) {
    case 'root':
      return { above: [root], sent: [] };
    case 'intermediate':
      return through(good);
    case 'intermediate missing':
      return { above: [good, root], sent: [] };
    case 'with root':
      return { above: [good, root], sent: [good, root] };
    case 'wrong order':
      return { above: [good, root], sent: [root, good] };
    case 'root sent, intermediate missing':
      return { above: [good, root], sent: [root] };
    case 'two intermediates': {
      const second = await intermediate('second intermediate', good);
      return { above: [second, good, root], sent: [second, good] };
    }
    case 'expired intermediate':
      return through(await intermediate('expired intermediate', root, past));
    case 'expired root': {
      const old = await once('expired root', () => ({ subject: 'CN=expired root', ...signing, ...past }));
      return { above: [old], sent: [] };
    }
    case 'intermediate is no CA':
      return through(await intermediate('no CA', root, { ca: false }));
    case 'intermediate may not sign':
      return through(await intermediate('may not sign', root, { keyUsage: ['digitalSignature'] }));
    case 'intermediate for others':
      return through(await intermediate('for others', root, { extendedKeyUsage: ['codeSigning'] }));
    case 'path too long': {
      const last = await intermediate('last intermediate', root, { pathLength: 0 });
      const beyond = await intermediate('beyond the path', last);
      return { above: [beyond, last, root], sent: [beyond, last] };
    }
    case 'names permitted':
      return through(await constrained(kind, root, [dnsName('test'), uriName('cluster.local'), mailName('corp.test')]));
    case 'names not permitted':
      return through(await constrained(kind, root, [dnsName('test'), uriName('other.local')]));
    case 'names excluded':
      return through(
        await constrained(kind, root, [dnsName('test')], [uriName('.other.local'), dnsName('sleep.test')]),
      );
    case 'address not permitted':
      return through(await constrained(kind, root, [addressRange([10, 2, 0, 0], [255, 255, 0, 0])]));
    case 'mailbox not permitted':
      return through(await constrained(kind, root, [mailName('nobody@corp.test')]));
    case 'subject not permitted':
      return through(await constrained(kind, root, [directoryName('mesh')]));
    case 'cross-signed, good one first':
    case 'cross-signed, bad one first': {
      const bad = await once('intermediate of another root', async () => ({
        subject: good.subject,
        sameKeyAs: good,
        issuer: await unrelatedRoot(),
        ...signing,
      }));
      return { above: [good, root], sent: kind.endsWith('good one first') ? [good, bad] : [bad, good] };
    }
    case 'P-384 root':
    case 'P-521 root':
    case 'Ed25519 root': {
      const key = kind === 'Ed25519 root' ? 'Ed25519' : kind === 'P-384 root' ? 'EC P-384' : 'EC P-521';
      return { above: [await once(kind, () => ({ subject: `CN=${kind}`, key, ...signing }))], sent: [] };
    }
    case 'forged root': {
      const forged = await once('forged root', () => ({ subject: root.subject, noKeyIds: true, ...signing }));
      return { above: [forged], sent: [], root };
    }
    case 'RSA root':
      return { above: [await rsaRoot()], sent: [] };
    case 'forged RSA root': {
      const genuine = await rsaRoot();
      const forged = await once('forged RSA root', () => ({
        subject: genuine.subject,
        key: 'RSA 2048',
        noKeyIds: true,
        ...signing,
      }));
      return { above: [forged], sent: [], root: genuine };
    }
    case 'issuer may not sign lists':
      return through(await intermediate('no lists', root, { keyUsage: ['keyCertSign'] }));
    case 'issuer names its CRL':
      return through(await intermediate('names its CRL', root, { crlDistributionPoints: ['http://crl.test/ca.crl'] }));
    case 'renewed root': {
      const renewed = await once('renewed root', () => ({ subject: root.subject, ...signing }));
      return { above: [renewed], sent: [renewed], root };
    }
    case 'old root without key ids': {
      const old = await once('root without key ids', () => ({
        subject: 'CN=root without key ids',
        noKeyIds: true,
        ...signing,
      }));
      return { above: [old], sent: [] };
    }
  }
}

/** An intermediate with `nameConstraints`. */
function constrained(
  name: string,
  issuer: Minted,
  permitted: readonly Uint8Array[],
  excluded: readonly Uint8Array[] = [],
): Promise<Minted> {
  const value = der(0x30, ...subtrees(0xa0, permitted), ...subtrees(0xa1, excluded));
  return intermediate(name, issuer, { extensions: [{ oid: '2.5.29.30', critical: true, value }] });
}

function subtrees(tag: number, names: readonly Uint8Array[]): Uint8Array[] {
  return names.length === 0 ? [] : [der(tag, ...names.map((one) => der(0x30, one)))];
}

function dnsName(name: string): Uint8Array {
  return der(0x82, ascii(name));
}

function uriName(host: string): Uint8Array {
  return der(0x86, ascii(host));
}

function mailName(address: string): Uint8Array {
  return der(0x81, ascii(address));
}

function addressRange(address: readonly number[], mask: readonly number[]): Uint8Array {
  return der(0x87, Uint8Array.from([...address, ...mask]));
}

/** `O=…` */
function directoryName(organisation: string): Uint8Array {
  const attribute = der(0x30, der(0x06, Uint8Array.of(0x55, 0x04, 0x0a)), der(0x0c, ascii(organisation)));
  return der(0xa4, der(0x30, der(0x31, attribute)));
}
