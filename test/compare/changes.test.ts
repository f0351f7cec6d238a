import { afterAll, beforeAll, expect, it } from 'vitest';
import { diff, diffDocument, recordedDumps, temporaryFiles, type Document } from './sides.ts';
import { mint, type Minted } from '../mint/mint.ts';

const files = temporaryFiles();
let dumps: ReadonlyMap<string, string>;
let before = '';
let folder = 0;

beforeAll(async () => {
  dumps = await recordedDumps('beer/baseline');
  before = files.write('before', dumps);
});
afterAll(files.remove);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A folder in which one dump is rewritten. */
function changed(name: string, rewrite: (dump: string) => string): string {
  folder += 1;
  return files.write(
    `after-${folder}`,
    [...dumps].map(([path, text]) => [path, path === name ? rewrite(text) : text] as const),
  );
}

/** Rewrites every object of a dump. */
function everyObject(dump: string, change: (object: { [key: string]: Json }) => void): string {
  const walk = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) change(value);
    for (const each of Object.values(value)) walk(each);
  };
  const value = JSON.parse(dump) as Json;
  walk(value);
  return JSON.stringify(value);
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function base64(pem: string): string {
  return Buffer.from(pem).toString('base64');
}

function factNames({ resources }: Document): string[] {
  return resources.flatMap(({ facts }) => facts.map(({ name }) => name));
}

/** Puts a certificate and its root in place of the recorded ones. */
function withCertificate(dump: string, leaf: Minted, root: Minted): string {
  return everyObject(dump, (object) => {
    const { certificate_chain: chain, trusted_ca: anchors } = object;
    if (typeof chain === 'object') object['certificate_chain'] = { inline_bytes: base64(leaf.pem) };
    if (typeof anchors === 'object') object['trusted_ca'] = { inline_bytes: base64(root.pem) };
  });
}

async function mesh(identity: string, root: Minted): Promise<Minted> {
  return mint({ subject: '', issuer: root, sans: [`URI:${identity}`], ca: false });
}

const taproom = 'spiffe://cluster.local/ns/beer/sa/taproom';
const ca = (): Promise<Minted> => mint({ subject: 'O=cluster.local', ca: true, keyUsage: ['keyCertSign'] });

it('calls a renewed certificate of the same owner and root no change', async () => {
  const root = await ca();
  const [first, second] = [await mesh(taproom, root), await mesh(taproom, root)];
  const old = changed('taproom.json', (dump) => withCertificate(dump, first, root));
  const renewed = changed('taproom.json', (dump) => withCertificate(dump, second, root));
  const { resources, edges } = await diffDocument(old, renewed);
  expect({ edges, changes: resources.map(({ kind, change }) => `${kind} ${change}`) }).toEqual({
    edges: [],
    changes: ['secret rotated'],
  });
  expect((await diff(old, renewed, '--fail-on', 'any')).stdout).toMatch(
    /^nothing changed .*, but that a certificate was renewed\n$/u,
  );
});

it('calls another owner a change of identity', async () => {
  const root = await ca();
  const [first, second] = [await mesh(taproom, root), await mesh('spiffe://cluster.local/ns/beer/sa/brewery', root)];
  const old = changed('taproom.json', (dump) => withCertificate(dump, first, root));
  const other = changed('taproom.json', (dump) => withCertificate(dump, second, root));
  const { resources, edges } = await diffDocument(old, other);
  expect(resources.flatMap(({ facts }) => facts.map(({ name }) => name))).toContain('identity');
  expect(edges.some(({ facets }) => facets.includes('identity'))).toBe(true);
});

it('calls another root a change of trust, and the same root renewed none', async () => {
  const root = await ca();
  const other = await ca();
  const again = await mint({ subject: 'O=cluster.local', ca: true, keyUsage: ['keyCertSign'], sameKeyAs: root });
  const leaf = await mesh(taproom, root);
  const old = changed('taproom.json', (dump) => withCertificate(dump, leaf, root));
  const replaced = changed('taproom.json', (dump) => withCertificate(dump, leaf, other));
  const renewed = changed('taproom.json', (dump) => withCertificate(dump, leaf, again));
  expect(factNames(await diffDocument(old, replaced))).toContain('trusted_ca');
  expect((await diffDocument(old, renewed)).resources.map(({ change }) => change)).toEqual(['rotated']);
});

it('names what istiod sent and the proxy does not have', async () => {
  const istiod = await recordedDumps('istiod/dr-disable-strict');
  const envoy = await recordedDumps('istiod/baseline');
  const intended = files.write('intended', [['sleep.json', istiod.get('sleep/istiod.json') ?? '']]);
  const actual = files.write('actual', [
    ['sleep/envoy.json', envoy.get('sleep/envoy.json') ?? ''],
    ['sleep/istiod.json', envoy.get('sleep/istiod.json') ?? ''],
  ]);
  const document = await diffDocument(`${intended}/sleep.json`, actual);
  expect(document.notCompared.map(({ section }) => section)).toContain('endpoints');
  expect(document.edges.some(({ to }) => to === 'web.demo.svc.cluster.local:80')).toBe(true);
  expect(
    document.resources.every(({ kind }) => kind === 'cluster' || kind === 'listener' || kind === 'filter chain'),
  ).toBe(true);
});

it('names an update that the proxy refused', async () => {
  const rejected = changed('taproom.json', (dump) =>
    dump.replace(
      '"dynamic_listeners": [',
      `"dynamic_listeners": [{"name":"0.0.0.0_80","error_state":{"failed_configuration":{"@type":"type.googleapis.com/envoy.config.listener.v3.Listener","name":"0.0.0.0_80"},"details":"no such filter"}},`,
    ),
  );
  const { pending } = await diffDocument(before, rejected);
  expect(pending).toMatchObject([{ name: '0.0.0.0_80', state: 'rejected', rejection: 'no such filter' }]);
});

it('takes a further replica that means the same for no change', async () => {
  const more = changed('', (dump) => dump);
  const replica = (dumps.get('pub.json') ?? '')
    .replaceAll(/pub-[0-9a-z]+-[0-9a-z]{5}/gu, 'pub-7f8b9c6d5c-zz2xk')
    .replaceAll('10.77.0.13', '10.77.0.99');
  files.write(more.slice(more.lastIndexOf('/') + 1), [['pub-2.json', replica]]);
  const document = await diffDocument(before, more);
  expect({ edges: document.edges, resources: document.resources }).toEqual({ edges: [], resources: [] });
  expect(document.matched.map(({ by }) => by)).toEqual(['replica']);
});

it('takes defaults that are spelled out for what they are', async () => {
  const spelled = changed('taproom.json', (dump) =>
    everyObject(dump, (object) => {
      const match = object['filter_chain_match'];
      if (isObject(match)) object['filter_chain_match'] = { source_type: 'ANY', server_names: [], ...match };
      if ('filter_chains' in object)
        Object.assign(object, { bind_to_port: true, continue_on_listener_filters_timeout: false, ...object });
      if ('common_tls_context' in object) {
        const context = object['common_tls_context'] as { [key: string]: Json };
        context['tls_params'] ??= {};
        const params = context['tls_params'] as { [key: string]: Json };
        params['tls_minimum_protocol_version'] ??= 'TLSv1_2';
        params['ecdh_curves'] ??= ['X25519MLKEM768', 'X25519', 'P-256'];
      }
      if ('lb_policy' in object) Object.assign(object, { transport_socket_matches: [], ...object });
    }),
  );
  const document = await diffDocument(before, spelled);
  expect({ edges: document.edges, resources: document.resources }).toEqual({ edges: [], resources: [] });
});

it('says which workloads only one side has a dump of, and what that leaves open', async () => {
  const fewer = files.write(
    'fewer',
    [...dumps].filter(([path]) => path !== 'taproom.json'),
  );
  const document = await diffDocument(before, fewer);
  const towards = document.edges.find(({ to, from }) => to.startsWith('taproom.') && from.name === 'pub');
  expect(towards?.after?.outcome).not.toBe('mtls');
  expect(towards?.because.map(({ text }) => text)).toContain('no dump of taproom was read after');
  expect(document.edges.some(({ change, from }) => change === 'removed' && from.name === 'taproom')).toBe(true);
});
