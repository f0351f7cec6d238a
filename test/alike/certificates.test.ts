import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Proxy, RbacPolicy, Secret, StringMatcher, ValidationContext } from '../../src/envoy/model.ts';
import { chainOf } from '../../src/envoy/tls/certificates.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import { proxyIdentity } from '../../src/istio/proxy-identity.ts';
import { inspect, type Inspected } from '../../src/inspect.ts';
import { ascii, der } from '../mint/der-writer.ts';
import { mint, mintCrl, type Minted, type Order } from '../mint/mint.ts';
import { forgetFolders, recordedFolder } from '../recordings/recordings.ts';
import { judgedApart, judgedTogether, meshWith } from './listings.ts';
import { replicaOf } from './replicas.ts';

afterAll(forgetFolders);

const day = 86_400_000;
let inspected: Inspected;
let root: Minted;
/** What each proxy shows that is not told otherwise. */
let shown: ReadonlyMap<string, Minted>;

beforeAll(async () => {
  inspected = await inspect([sourceArgument(`${await recordedFolder('demo/baseline')}/proxies`)], { now: new Date(0) });
  root = await mint({ subject: 'O=mesh', ca: true, ...lasting(-100, 100) });
  shown = new Map(
    await Promise.all(
      inspected.mesh.proxies.map(
        async (proxy) => [proxy.name, await leaf({ sans: [`URI:${proxyIdentity(proxy) ?? ''}`] })] as const,
      ),
    ),
  );
});

/** So many days before and after the time that certificates are judged at. */
function lasting(from: number, until: number): Required<Pick<Order, 'notBefore' | 'notAfter'>> {
  const at = inspected.mesh.at.getTime();
  return { notBefore: new Date(at + from * day), notAfter: new Date(at + until * day) };
}

function accountOf(name: string): string {
  return `URI:spiffe://cluster.local/ns/demo/sa/${name}`;
}

/** What a pod of `sleep` shows. */
function leaf(order: Partial<Order> = {}): Promise<Minted> {
  return mint({
    subject: '',
    issuer: root,
    sans: [accountOf('sleep')],
    extendedKeyUsage: ['serverAuth', 'clientAuth'],
    ...lasting(-1, 1),
    ...order,
  });
}

function showing(proxy: Proxy, { pem }: Minted): Proxy {
  const withChain = (secret: Secret): Secret =>
    secret.certificate === undefined ? secret : { ...secret, certificate: { chain: { kind: 'inline', pem } } };
  return { ...proxy, secrets: proxy.secrets.map(withChain) };
}

function trusting(proxy: Proxy, more: Partial<ValidationContext> = {}): Proxy {
  const trusted = (secret: Secret): Secret =>
    secret.validation === undefined
      ? secret
      : {
          ...secret,
          validation: { ...secret.validation, trustedCa: { source: { kind: 'inline', pem: root.pem } }, ...more },
        };
  return { ...proxy, secrets: proxy.secrets.map(trusted) };
}

/**
 * How many edges are shared where two pods of `sleep` show one certificate, another one the other, and servers trust
 * the root, and more; all of them are told right.
 */
function sharedBetween(
  one: Minted,
  other: Minted,
  more: Partial<ValidationContext> = {},
  change: (proxy: Proxy) => Proxy = (proxy) => proxy,
): number {
  const proxies = inspected.mesh.proxies.map((proxy) =>
    change(trusting(showing(proxy, shown.get(proxy.name) ?? root), more)),
  );
  const sleep = proxies.find(({ node }) => node.workload === 'sleep');
  if (sleep === undefined) throw new Error('the recording has no sleep');
  const clients = [showing(sleep, one), showing(replicaOf(sleep, 1), other), showing(replicaOf(sleep, 2), one)];
  const mesh = meshWith(inspected, [...proxies.filter((proxy) => proxy !== sleep), ...clients]);
  const { lines, shared } = judgedTogether(mesh, inspected);
  expect(lines).toEqual(judgedApart(mesh, inspected));
  expect(lines.some((line) => line.includes('"outcome":"mtls"'))).toBe(true);
  return shared.length;
}

it('shares edges between pods of one workload, whose certificates are of another day and key', async () => {
  const shared = sharedBetween(await leaf(), await leaf(lasting(-2, 3)));
  expect(shared).toBeGreaterThan(10);
});

it('reads of the pods that they show certificates at all', async () => {
  const [secret] = showing(inspected.mesh.proxies[0] ?? never(), await leaf()).secrets.flatMap(
    ({ certificate }) => certificate ?? [],
  );
  expect(secret && chainOf(secret)?.facts[0]?.uris).toEqual(['spiffe://cluster.local/ns/demo/sa/sleep']);
});

it.each<[string, () => Promise<Minted>]>([
  ['ran out', () => leaf(lasting(-2, -1))],
  ['is not valid yet', () => leaf(lasting(1, 2))],
  ['is for another namespace', () => leaf({ sans: ['URI:spiffe://cluster.local/ns/other/sa/sleep'] })],
  ['is for another trust domain', () => leaf({ sans: ['URI:spiffe://other/ns/demo/sa/sleep'] })],
  ['is for a name besides', () => leaf({ sans: [accountOf('other'), 'DNS:sleep.demo'] })],
  ['has another subject', () => leaf({ subject: 'O=other' })],
  ['is for servers only', () => leaf({ extendedKeyUsage: ['serverAuth'] })],
  ['has another kind of key', () => leaf({ key: 'RSA 2048' })],
  ['another root has issued', async () => leaf({ issuer: await mint({ subject: 'O=other', ca: true }) })],
  [
    'somebody called like the root has issued',
    async () => leaf({ issuer: await mint({ subject: 'O=mesh', ca: true }) }),
  ],
  ['somebody has issued who says to be the root', async () => forged()],
])('shares nothing with a pod whose certificate %s', async (_, other) => {
  expect(sharedBetween(await leaf(), await other())).toBe(0);
});

/** Names the root's key as its issuer's, and is signed by another. */
async function forged(): Promise<Minted> {
  const thief = await mint({ subject: 'O=mesh', ca: true });
  return leaf({
    issuer: { ...root, key: { ...root.key, keys: { ...root.key.keys, privateKey: thief.key.keys.privateKey } } },
  });
}

it('shares edges between workloads of a namespace whose servers accept their whole trust domain', async () => {
  const shared = sharedBetween(await leaf(), await leaf({ sans: [accountOf('other')] }));
  expect(shared).toBe(sharedBetween(await leaf(), await leaf()));
});

it.each<[string, StringMatcher]>([
  ['names one of them', { kind: 'exact', value: accountOf('sleep').slice(4) }],
  ['names none of them', { kind: 'exact', value: accountOf('third').slice(4) }],
])('tells of each workload whether a rule lets it in that %s', async (_, matcher) => {
  const [one, other] = [await leaf(), await leaf({ sans: [accountOf('other')] })];
  const shared = sharedBetween(one, other, {}, (proxy) => lettingIn(proxy, matcher));
  expect(shared).toBeLessThan(sharedBetween(one, other));
});

it('shares edges between workloads that a rule lets in alike', async () => {
  const [one, other] = [await leaf(), await leaf({ sans: [accountOf('other')] })];
  const both = { kind: 'prefix' as const, value: accountOf('').slice(4) };
  const shared = sharedBetween(one, other, {}, (proxy) => lettingIn(proxy, both));
  expect(shared).toBe(sharedBetween(one, other));
});

/** A proxy whose inbound chains let in only whom a rule names. */
function lettingIn(proxy: Proxy, matcher: StringMatcher): Proxy {
  const rbac: RbacPolicy = {
    action: 'ALLOW',
    policies: [{ name: 'rule', principals: [{ kind: 'authenticated', matcher }], conditional: false }],
  };
  return {
    ...proxy,
    listeners: proxy.listeners.map((listener) =>
      listener.direction === 'inbound'
        ? {
            ...listener,
            filterChains: listener.filterChains.map((chain) => ({
              ...chain,
              filters: [{ kind: 'rbac' as const, rbac, path: `${chain.path}/filters/9` }, ...chain.filters],
            })),
          }
        : listener,
    ),
  };
}

const permitsSomeHosts = {
  oid: '2.5.29.30',
  critical: true,
  value: der(0x30, der(0xa0, der(0x30, der(0x82, ascii('demo'))))),
};

it('shares nothing between workloads where issuers issue for some names only', async () => {
  const narrow = await mint({ subject: 'O=narrow', ca: true, ...lasting(-9, 9), extensions: [permitsSomeHosts] });
  const pem = `${root.pem}\n${narrow.pem}`;
  const more = { trustedCa: { source: { kind: 'inline' as const, pem } } };
  expect(sharedBetween(await leaf(), await leaf({ sans: [accountOf('other')] }), more)).toBe(0);
  expect(sharedBetween(await leaf(), await leaf(), more)).toBeGreaterThan(10);
});

it('shares nothing where a list revokes certificates one by one', async () => {
  const [one, other] = [await leaf(), await leaf()];
  const { notBefore: thisUpdate, notAfter: nextUpdate } = lasting(-1, 1);
  const list = await mintCrl(root, { revoked: [other], thisUpdate, nextUpdate });
  expect(sharedBetween(one, other, { crl: { kind: 'inline', pem: list } })).toBe(0);
});

it('shares nothing where servers pin certificates', async () => {
  const [one, other] = [await leaf(), await leaf()];
  const pin = chainOf({ chain: { kind: 'inline', pem: one.pem } })?.facts[0]?.fingerprint ?? '';
  expect(sharedBetween(one, other, { certificateHashes: [pin] })).toBe(0);
});

function never(): never {
  throw new Error('a mesh has a proxy');
}
