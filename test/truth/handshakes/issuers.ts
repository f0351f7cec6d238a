/** Certificate authorities: good ones, and those that chains break at. */
import { ascii, der } from '../../mint/der-writer.ts';
import type { Minted, Order } from '../../mint/mint.ts';
import type { Value } from './features.ts';
import { once } from './minted.ts';

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
      return through(
        await intermediate('names permitted', root, { extensions: [constraints('test', 'cluster.local')] }),
      );
    case 'names not permitted':
      return through(
        await intermediate('names not permitted', root, { extensions: [constraints('test', 'other.local')] }),
      );
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

/** `nameConstraints` that permit these DNS and URI names. */
function constraints(dns: string, uri: string): NonNullable<Order['extensions']>[number] {
  const permitted = [der(0x30, der(0x82, ascii(dns))), der(0x30, der(0x86, ascii(uri)))];
  return { oid: '2.5.29.30', critical: true, value: der(0x30, der(0xa0, ...permitted)) };
}
