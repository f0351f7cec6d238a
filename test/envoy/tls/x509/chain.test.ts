import { describe, expect, it } from 'vitest';
import { certificatesOf, crlsOf } from '../../../../src/envoy/tls/certificates.ts';
import type { Certificate } from '../../../../src/envoy/tls/x509/certificate.ts';
import { defaultMaxDepth, type ChainOptions } from '../../../../src/envoy/tls/x509/chain-model.ts';
import { checkTime, verifyChain } from '../../../../src/envoy/tls/x509/chain.ts';
import { ascii, der } from '../../../mint/der-writer.ts';
import { mint, mintCrl, type Minted, type Order } from '../../../mint/mint.ts';
import { chain, chainOfFacts } from '../sides.ts';

const ca = { ca: true, keyUsage: ['keyCertSign', 'cRLSign'] } as const;
const root = await mint({ subject: 'CN=root', ...ca });
const middle = await mint({ subject: 'CN=middle', issuer: root, ...ca });
const leaf = await mint({ subject: '', issuer: root, sans: ['DNS:a.test'] });
const at = new Date();

function read(one: Minted): Certificate {
  const [certificate] = certificatesOf(chain(one));
  if (certificate === undefined) throw new Error('no certificate');
  return certificate;
}

/** What verification says: the error and its depth, or `ok`. */
function verdict(shown: readonly Minted[], anchors: readonly Minted[], changes: Partial<ChainOptions> = {}): string {
  const [first, ...rest] = shown.map(read);
  if (first === undefined) throw new Error('nothing is shown');
  const result = verifyChain(first, [first, ...rest], {
    anchors: anchors.map(read),
    crls: [],
    revocation: 'none',
    partialChain: true,
    at,
    maxDepth: defaultMaxDepth,
    ...changes,
  });
  return result.ok ? 'ok' : `${result.error} at ${result.depth}`;
}

const under = (issuer: Minted, order: Partial<Order> = {}) => mint({ subject: 'CN=x.test', issuer, ...order });

describe('a path length', () => {
  it('binds the CAs below it that the peer sent, and not an anchor', async () => {
    const none = await under(root, { subject: 'CN=none', ...ca, pathLength: 0 });
    const below = await under(none, { subject: 'CN=below', ...ca });
    const deep = await under(below);
    expect(verdict([await under(none), none], [root])).toBe('ok');
    expect(verdict([deep, below, none], [root])).toBe('path-length-exceeded at 2');
    expect(verdict([deep, below], [none])).toBe('ok');
    const one = await under(root, { subject: 'CN=one', ...ca, pathLength: 1 });
    const belowOne = await under(one, { subject: 'CN=below one', ...ca });
    expect(verdict([await under(belowOne), belowOne, one], [root])).toBe('ok');
    const belowTwo = await under(belowOne, { subject: 'CN=below two', ...ca });
    expect(verdict([await under(belowTwo), belowTwo, belowOne, one], [root])).toBe('path-length-exceeded at 3');
  });

  it('does not count CAs that only renew their own name', async () => {
    const none = await under(root, { subject: 'CN=none', ...ca, pathLength: 0 });
    const renewed = await under(none, { subject: 'CN=none', ...ca });
    expect(verdict([await under(renewed), renewed, none], [root])).toBe('ok');
  });

  it('in what is no CA makes it invalid', async () => {
    const wrong = await under(root, { ca: false, pathLength: 0 });
    expect(verdict([wrong], [root])).toBe('invalid-extension at 0');
  });
});

describe('a certificate that signs itself', () => {
  it('is trusted when it is the anchor itself', async () => {
    const self = await mint({ subject: 'CN=self' });
    expect(verdict([self], [self])).toBe('ok');
    expect(verdict([self], [self], { partialChain: false })).toBe('ok');
    expect(verdict([self], [root])).toBe('self-signed-leaf at 0');
    expect(verdict([self], [await mint({ subject: 'CN=self', sameKeyAs: self })])).toBe('self-signed-leaf at 0');
  });

  it('ends the chain that leads to it', async () => {
    const stranger = await mint({ subject: 'CN=stranger', ...ca });
    expect(verdict([await under(stranger), stranger], [root])).toBe('self-signed-in-chain at 1');
    expect(verdict([leaf, root], [root])).toBe('ok');
  });
});

describe('an anchor', () => {
  it('may be an intermediate or the leaf, where a part of a chain is enough', async () => {
    const below = await under(middle);
    expect(verdict([below], [middle])).toBe('ok');
    expect(verdict([below], [middle], { partialChain: false })).toBe('unable-to-get-issuer at 1');
    expect(verdict([below], [root, middle], { partialChain: false })).toBe('ok');
    expect(verdict([leaf], [leaf])).toBe('ok');
    expect(verdict([leaf], [middle, leaf])).toBe('ok');
    expect(verdict([leaf], [leaf], { partialChain: false })).toBe('unable-to-get-local-issuer at 0');
  });

  it('has to be within the depth', async () => {
    const below = await under(middle);
    expect(verdict([below, middle], [root], { maxDepth: 1 })).toBe('ok');
    expect(verdict([below, middle], [root], { maxDepth: 0 })).toBe('unable-to-get-local-issuer at 1');
  });
});

describe('validity', () => {
  it('ends with the last second, and begins with the first', () => {
    const one = read(leaf);
    const [begin, end] = [Date.parse(one.facts.notBefore), Date.parse(one.facts.notAfter)];
    expect(checkTime(one, new Date(end))).toBe('expired');
    expect(checkTime(one, new Date(end - 1))).toBeUndefined();
    expect(checkTime(one, new Date(begin))).toBeUndefined();
    expect(checkTime(one, new Date(begin - 1))).toBe('not-yet-valid');
  });
});

const unchecked = (one: Certificate, anchor: Certificate) => {
  const options = { anchors: [anchor], crls: [], revocation: 'none', partialChain: true, maxDepth: 9 } as const;
  const result = verifyChain(one, [one], options);
  return result.ok && result.unchecked;
};

describe('signatures', () => {
  it('count where both certificates were seen', () => {
    const [factsOfLeaf] = certificatesOf(chainOfFacts(leaf));
    const [factsOfRoot] = certificatesOf(chainOfFacts(root));
    if (factsOfLeaf === undefined || factsOfRoot === undefined) throw new Error('no facts');
    expect(unchecked(read(leaf), read(root))).toBe(false);
    expect(unchecked(factsOfLeaf, read(root))).toBe(true);
    expect(unchecked(read(leaf), factsOfRoot)).toBe(true);
    expect(unchecked(read(root), read(root))).toBe(false);
  });

  it('are not asked of a server’s purpose', async () => {
    const encipher = await under(root, { keyUsage: ['keyEncipherment'] });
    expect(verdict([encipher], [root], { purpose: 'serverAuth' })).toBe('ok');
    expect(verdict([encipher], [root], { purpose: 'clientAuth' })).toBe('invalid-purpose at 0');
  });
});

/** A critical extension with name constraints: what is permitted, by tag and text. */
function constrained(tag: number, text: string): Partial<Order> {
  const subtree = der(0x30, der(tag, ascii(text)));
  return { ...ca, extensions: [{ oid: '2.5.29.30', critical: true, value: der(0x30, der(0xa0, subtree)) }] };
}

describe('name constraints', () => {
  it('bind what is below a CA, its subjects as well', async () => {
    const limited = await under(root, { subject: 'CN=limited', ...constrained(0x82, 'corp.test') });
    expect(verdict([await under(limited, { sans: ['DNS:a.corp.test'] }), limited], [root])).toBe('ok');
    expect(verdict([await under(limited, { sans: ['DNS:a.test'] }), limited], [root])).toBe('permitted-subtree at 0');
    expect(verdict([await under(limited, { sans: ['DNS:a.test'] })], [limited])).toBe('permitted-subtree at 0');
    const mail = await under(root, { subject: 'CN=mail', ...constrained(0x81, 'corp.test') });
    const named = (value: string) => under(mail, { subject: `E=${value}`, sans: ['DNS:a'] });
    expect(verdict([await named('me@corp.test'), mail], [root])).toBe('ok');
    expect(verdict([await named('me@other.test'), mail], [root])).toBe('permitted-subtree at 0');
  });

  it('do not bind a CA that only renews its own name', async () => {
    const limited = await under(root, { subject: 'CN=limited', ...constrained(0x82, 'corp.test') });
    const renewed = await under(limited, { subject: 'CN=limited', ...ca, sans: ['DNS:a.test'] });
    const other = await under(limited, { subject: 'CN=other', ...ca, sans: ['DNS:a.test'] });
    const sans = ['DNS:a.corp.test'];
    expect(verdict([await under(renewed, { sans }), renewed, limited], [root])).toBe('ok');
    expect(verdict([await under(other, { sans }), other, limited], [root])).toBe('permitted-subtree at 1');
  });

  it('do not let a host name escape into the common name', async () => {
    const limited = await under(root, { subject: 'CN=limited', ...constrained(0x82, 'corp.test') });
    const named = (subject: string) => under(limited, { subject });
    expect(verdict([await named('CN=a.corp.test'), limited], [root])).toBe('constraints-without-sans at 0');
    expect(verdict([await named('CN=a.'), limited], [root])).toBe('constraints-without-sans at 0');
    expect(verdict([await named('CN=two words'), limited], [root])).toBe('ok');
    expect(verdict([await named('CN=a..b'), limited], [root])).toBe('ok');
    expect(verdict([await named('CN=.a'), limited], [root])).toBe('ok');
    expect(verdict([await under(root, { subject: 'CN=a.test' })], [root])).toBe('ok');
  });
});

/** `issuingDistributionPoint` with one part. */
function scope(tag: number, ...contents: readonly Uint8Array[]) {
  return [{ oid: '2.5.29.28', critical: true, value: der(0x30, der(tag, ...contents)) }];
}

const yes = Uint8Array.of(0xff);

async function revocation(order: Parameters<typeof mintCrl>[1], shown = leaf, changes: Partial<ChainOptions> = {}) {
  return verdict([shown], [root], { revocation: 'leaf', crls: crlsOf([await mintCrl(root, order)]), ...changes });
}

const list = (order: Parameters<typeof mintCrl>[1]) => mintCrl(root, order);

describe('a revocation list', () => {
  it.each<[string, Parameters<typeof mintCrl>[1], string]>([
    ['for everything', {}, 'ok'],
    ['for users', { extensions: scope(0x81, yes) }, 'ok'],
    ['not only for users', { extensions: scope(0x81, Uint8Array.of(0)) }, 'ok'],
    ['for CAs', { extensions: scope(0x82, yes) }, 'crl-different-scope at 0'],
    ['for some reasons', { extensions: scope(0x83, yes) }, 'unable-to-get-crl at 0'],
    ['of others', { extensions: scope(0x84, yes) }, 'unable-to-get-crl at 0'],
    ['for attributes', { extensions: scope(0x85, yes) }, 'unable-to-get-crl at 0'],
    [
      'with an extension that is not known',
      { extensions: [{ oid: '1.2.3', critical: true, value: yes }] },
      'crl-unhandled-critical-extension at 0',
    ],
    ['with one that does not matter', { extensions: [{ oid: '1.2.3', critical: false, value: yes }] }, 'ok'],
    ['of the future', { thisUpdate: new Date(Date.now() + 1e7) }, 'crl-not-yet-valid at 0'],
    ['of the past', { nextUpdate: new Date(Date.now() - 1e4) }, 'crl-expired at 0'],
    ['that names it', { revoked: [leaf] }, 'revoked at 0'],
    ['that names another', { revoked: [middle] }, 'ok'],
  ])('%s', async (_, order, expected) => expect(await revocation(order)).toBe(expected));

  it('for CAs and users at once is not used', async () => {
    const value = der(0x30, der(0x81, yes), der(0x82, yes));
    const extensions = [{ oid: '2.5.29.28', critical: true, value }];
    expect(await revocation({ extensions })).toBe('unable-to-get-crl at 0');
  });

  it('of a distribution point is for certificates that name it', async () => {
    const points = ['http://a', 'http://b'];
    const named = await under(root, { crlDistributionPoints: points });
    const extensions = scope(0xa0, der(0xa0, der(0x86, ascii('http://b'))));
    expect(await revocation({ extensions }, named)).toBe('ok');
    expect(await revocation({ extensions })).toBe('crl-different-scope at 0');
  });

  it('is in force whatever the time where time does not count', async () => {
    const { crls } = { crls: crlsOf([await mintCrl(root, { nextUpdate: new Date(Date.now() - 1e4) })]) };
    const options = { anchors: [read(root)], crls, revocation: 'leaf', partialChain: true, maxDepth: 9 } as const;
    expect(verifyChain(read(leaf), [read(leaf)], options)).toMatchObject({ ok: true });
  });

  it('needs an issuer that may sign lists', async () => {
    const mute = await mint({ subject: 'CN=mute', ca: true, keyUsage: ['keyCertSign'] });
    const crls = crlsOf([await mintCrl(mute)]);
    expect(verdict([await under(mute)], [mute], { revocation: 'leaf', crls })).toBe('no-crl-sign at 0');
  });

  it('is looked for of every certificate, unless the leaf is enough', async () => {
    const below = await under(middle);
    const crls = crlsOf([await mintCrl(middle)]);
    expect(verdict([below, middle], [root], { revocation: 'leaf', crls })).toBe('ok');
    expect(verdict([below, middle], [root], { revocation: 'all', crls })).toBe('unable-to-get-crl at 1');
    const both = crlsOf([await mintCrl(middle), await mintCrl(root)]);
    expect(verdict([below, middle], [root], { revocation: 'all', crls: both })).toBe('ok');
  });

  it('goes before others when it is in force, known, and newer', async () => {
    const hour = 3_600_000;
    const clean = await list({ thisUpdate: new Date(Date.now() - 2 * hour) });
    const revoking = await list({ revoked: [leaf], thisUpdate: new Date(Date.now() - hour) });
    const older = await list({ revoked: [leaf], thisUpdate: new Date(Date.now() - 3 * hour) });
    const said = (...pems: readonly string[]) =>
      [pems, pems.toReversed()].map((some) => verdict([leaf], [root], { revocation: 'leaf', crls: crlsOf(some) }));
    expect(said(clean, revoking)).toEqual(['revoked at 0', 'revoked at 0']);
    expect(said(clean, older)).toEqual(['ok', 'ok']);
    const expired = await list({ revoked: [leaf], nextUpdate: new Date(Date.now() - 1e4) });
    expect(said(clean, expired)).toEqual(['ok', 'ok']);
    const unknown = await list({ extensions: [{ oid: '1.2.3', critical: true, value: yes }] });
    expect(said(expired, unknown)).toEqual(['crl-expired at 0', 'crl-expired at 0']);
    const forCas = await list({ extensions: scope(0x82, yes) });
    expect(said(expired, forCas)).toEqual(['crl-expired at 0', 'crl-expired at 0']);
    expect(said(forCas, unknown)).toEqual(['crl-different-scope at 0', 'crl-different-scope at 0']);
  });
});
