import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Proxy, Secret, ValidationContext } from '../../src/envoy/model.ts';
import { chainOf } from '../../src/envoy/tls/certificates.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import { inspect, type Inspected } from '../../src/inspect.ts';
import { mint, mintCrl, type Minted, type Order } from '../mint/mint.ts';
import { forgetFolders, recordedFolder } from '../recordings/recordings.ts';
import { judgedApart, judgedTogether, meshWith } from './listings.ts';
import { replicaOf } from './replicas.ts';

afterAll(forgetFolders);

const day = 86_400_000;
let inspected: Inspected;
let root: Minted;

beforeAll(async () => {
  inspected = await inspect([sourceArgument(`${await recordedFolder('demo/baseline')}/proxies`)], { now: new Date(0) });
  root = await mint({ subject: 'O=mesh', ca: true, ...lasting(-100, 100) });
});

/** So many days before and after the time that certificates are judged at. */
function lasting(from: number, until: number): Pick<Order, 'notBefore' | 'notAfter'> {
  const at = inspected.mesh.at.getTime();
  return { notBefore: new Date(at + from * day), notAfter: new Date(at + until * day) };
}

/** What a pod of `sleep` shows. */
function leaf(order: Partial<Order> = {}): Promise<Minted> {
  return mint({
    subject: '',
    issuer: root,
    sans: ['URI:spiffe://cluster.local/ns/demo/sa/sleep'],
    extendedKeyUsage: ['serverAuth', 'clientAuth'],
    ...lasting(-1, 1),
    ...order,
  });
}

function showing(proxy: Proxy, { pem }: Minted): Proxy {
  const shown = (secret: Secret): Secret =>
    secret.certificate === undefined ? secret : { ...secret, certificate: { chain: { kind: 'inline', pem } } };
  return { ...proxy, secrets: proxy.secrets.map(shown) };
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
 * How many edges are shared where one pod of `sleep` shows one certificate, another one the other, and servers trust
 * the root, and more; all of them are told right.
 */
function sharedBetween(one: Minted, other: Minted, more: Partial<ValidationContext> = {}): number {
  const proxies = inspected.mesh.proxies.map((proxy) => trusting(proxy, more));
  const sleep = proxies.find(({ node }) => node.workload === 'sleep');
  if (sleep === undefined) throw new Error('the recording has no sleep');
  const clients = [showing(sleep, one), showing(replicaOf(sleep, 1), other)];
  const mesh = meshWith(inspected, [...proxies.filter((proxy) => proxy !== sleep), ...clients]);
  const { lines, shared } = judgedTogether(mesh, inspected);
  expect(lines).toEqual(judgedApart(mesh, inspected));
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
  ['is for another name', () => leaf({ sans: ['URI:spiffe://cluster.local/ns/demo/sa/other'] })],
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

it('shares nothing where a list revokes certificates one by one', async () => {
  const [one, other] = [await leaf(), await leaf()];
  const crl = { kind: 'inline' as const, pem: await mintCrl(root, { revoked: [other] }) };
  expect(sharedBetween(one, other, { crl })).toBe(0);
});

it('shares nothing where servers pin certificates', async () => {
  const [one, other] = [await leaf(), await leaf()];
  const pin = chainOf({ chain: { kind: 'inline', pem: one.pem } })?.facts[0]?.fingerprint ?? '';
  expect(sharedBetween(one, other, { certificateHashes: [pin] })).toBe(0);
});

function never(): never {
  throw new Error('a mesh has a proxy');
}
