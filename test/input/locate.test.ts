import { rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { evidence, type Place, type ResolvedEvidence } from '../../src/evidence.ts';
import { createLocator } from '../../src/input/locate.ts';
import type { RawKind } from '../../src/input/model.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { recordedFiles } from '../recordings/recordings.ts';
import { dumpOf, jsonOf } from './support/dumps.ts';
import { folderWith } from './support/temporary-folder.ts';

const tls = { name: 'envoy.transport_sockets.tls', typed_config: { sni: 'web', require_client_certificate: true } };
const cluster = { name: 'outbound|80||web.demo.svc.cluster.local', transport_socket: tls };

/** Reads one file and looks `path` up in its first resource of a kind. */
async function locateIn(content: string | Uint8Array, path: string, kind: RawKind = 'cluster', name = 'a.json') {
  const { dumps, texts } = await readSources([{ kind: 'path', path: folderWith({ [name]: content }) }]);
  const place = dumps[0]?.resources.find((resource) => resource.kind === kind)?.place;
  expect(place).toBeDefined();
  return createLocator(texts)(evidence(place as Place, path));
}

describe('evidence in JSON', () => {
  it('is found at the line and column of its key', async () => {
    const text = jsonOf('sleep', { cluster });
    const found = await locateIn(text, '/transport_socket/typed_config/require_client_certificate');
    expect(text.split('\n')[found.line - 1]?.slice(found.column - 1)).toBe('"require_client_certificate": true');
    expect(found.excerpt).toBe('"require_client_certificate": true');
    expect(found.absent).toBeUndefined();
  });

  it('is found in the decompressed text of a compressed file', async () => {
    const text = jsonOf('sleep', { cluster });
    const plain = await locateIn(text, '/transport_socket');
    expect(await locateIn(gzipSync(text), '/transport_socket')).toEqual(plain);
  });

  it('is found in a large compressed text, which is read again', async () => {
    const padded = { ...cluster, padding: 'x'.repeat(2 ** 21) };
    const text = jsonOf('sleep', { cluster: padded });
    const plain = await locateIn(text, '/transport_socket');
    expect(text.split('\n')[plain.line - 1]?.slice(plain.column - 1)).toMatch(/^"transport_socket": \{/u);
    expect(await locateIn(gzipSync(text), '/transport_socket')).toEqual(plain);
  });

  it('is found in a small text that is gone since', async () => {
    const folder = folderWith({ 'a.json': jsonOf('sleep', { cluster }) });
    const { dumps, texts } = await readSources([{ kind: 'path', path: folder }]);
    rmSync(folder, { recursive: true });
    const place = dumps[0]?.resources.find(({ kind }) => kind === 'cluster')?.place;
    const found = await createLocator(texts)(evidence(place as Place, '/transport_socket/name'));
    expect(found.excerpt).toBe('"name": "envoy.transport_sockets.tls"');
  });

  it('is found under the camelCase spelling, and the pointer says how it is spelled', async () => {
    const camel = {
      configs: [{ dynamicActiveClusters: [{ cluster: { name: 'x', transportSocket: { name: 'tls' } } }] }],
    };
    const found = await locateIn(JSON.stringify(camel), '/transport_socket/name');
    expect(found.pointer).toBe('/configs/0/dynamicActiveClusters/0/cluster/transportSocket/name');
  });

  it('gives the nearest thing around what is not there', async () => {
    const found = await locateIn(jsonOf('sleep'), '/transport_socket/typed_config');
    expect(found).toMatchObject({
      pointer: '/configs/1/dynamic_active_clusters/0/cluster',
      absent: '/transport_socket/typed_config',
    });
    expect(found.excerpt).toContain('"name": "outbound|80||web.demo.svc.cluster.local"');
  });

  it('shows a dump on a single line as a pretty excerpt with its column', async () => {
    const text = JSON.stringify(dumpOf('sleep', { cluster }));
    const found = await locateIn(text, '/transport_socket/typed_config');
    expect(found.line).toBe(1);
    expect(text.slice(found.column - 1)).toMatch(/^"typed_config"/);
    expect(found.excerpt).toBe('"typed_config": {\n  "sni": "web",\n  "require_client_certificate": true\n}');
  });

  it('counts lines over a leading status, a byte order mark and the documents before', async () => {
    const text = `\uFEFF200\n${jsonOf('a')}\n${jsonOf('b', { cluster })}\n`;
    const { dumps, texts } = await readSources([{ kind: 'path', path: folderWith({ 'a.json': text }) }]);
    const place = dumps[1]?.resources.find(({ kind }) => kind === 'cluster')?.place as Place;
    const found = await createLocator(texts)(evidence(place, '/transport_socket/typed_config/sni'));
    expect(place.document).toBe(1);
    expect(text.split('\n')[found.line - 1]?.trim()).toBe('"sni": "web",');
  });

  it('takes the last of equal keys, as reading did', async () => {
    const text =
      '{"configs":[{"dynamic_active_clusters":[{"cluster":{"name":"x","type":"A"},"cluster":{"name":"y"}}]}]}';
    expect((await locateIn(text, '/name')).excerpt).toBe('"name": "y"');
  });
});

describe('a text that is too large to keep', () => {
  it('is read again up to the evidence, with the same result', async () => {
    const text = `${jsonOf('a')}\n${jsonOf('sleep', { cluster })}`;
    const { dumps, texts } = await readSources([{ kind: 'path', path: folderWith({ 'a.json.gz': gzipSync(text) }) }]);
    const [keeping, rereading] = [createLocator(texts), createLocator(texts, 10)];
    const places = dumps.flatMap(({ resources }) => resources.map(({ place }) => place));
    expect(places.length).toBe(4);
    for (const place of places) {
      for (const path of ['', '/name', '/transport_socket/typed_config/sni', '/nothing']) {
        expect(await rereading(evidence(place, path))).toEqual(await keeping(evidence(place, path)));
      }
    }
  });
});

describe('evidence in YAML', () => {
  const yaml =
    '# policies\n---\nkind: List\napiVersion: v1\nitems:\n- apiVersion: a/v1\n  kind: DestinationRule\n  spec:\n    trafficPolicy:\n      tls:\n        mode: DISABLE\n';

  it('is found at its line, and shown as YAML', async () => {
    const found = await locateIn(yaml, '/spec/trafficPolicy/tls', 'kubernetes');
    expect(found).toMatchObject({ pointer: '/items/0/spec/trafficPolicy/tls', line: 10, column: 7 });
    expect(found.excerpt).toBe('tls:\n  mode: DISABLE');
  });

  it('is found inside of a text that is YAML itself', async () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\ndata:\n  mesh: |\n    rootNamespace: x\n    enableAutoMtls: false\n';
    const found = await locateIn(map, '/data/mesh/enableAutoMtls', 'kubernetes');
    expect(found).toMatchObject({ pointer: '/data/mesh', line: 6, excerpt: 'enableAutoMtls: false' });
  });
});

describe('an excerpt', () => {
  it('shows no key, token or password', async () => {
    const secret = {
      name: 'x',
      private_key: { inline_bytes: 'c2VjcmV0' },
      my_token: 'abc',
      note: 'hunter2',
      type: 'EDS',
    };
    const { excerpt } = await locateIn(jsonOf('sleep', { cluster: secret }), '');
    expect(excerpt).not.toMatch(/c2VjcmV0|abc|hunter2/);
    expect(excerpt).toContain('"type": "EDS"');
  });

  it.each([
    ['a key in a message', `bad key -----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY----- here`],
    ['a token in a message', 'no eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.MHcCAQEE here'],
    ['a key without any frame', `no ${'MHcCAQEE'.repeat(12)} here`],
  ])('shows nothing of %s that it does show', async (_, details) => {
    const { excerpt } = await locateIn(jsonOf('sleep', { cluster: { name: 'x', details } }), '/details');
    expect(excerpt).toMatch(/^"details": "(?:bad key|no) \[not shown\] here"$/);
  });

  it('shows the path of a resource, however long: it is no key', async () => {
    const config = '/apis/networking/v1alpha3/namespaces/bookinfo/destination-rule/details-with-its-subsets';
    const { excerpt } = await locateIn(jsonOf('sleep', { cluster: { name: 'x', config } }), '/config');
    expect(excerpt).toBe(`"config": "${config}"`);
  });

  it('escapes what a terminal would act on', async () => {
    const { excerpt } = await locateIn(jsonOf('sleep', { cluster: { name: 'a\u001b[31m\u202e' } }), '/name');
    expect(excerpt).toBe('"name": "a\\u001b[31m\\u202e"');
  });

  it('stays small for a large value', async () => {
    const many = {
      name: 'x',
      filters: Array.from({ length: 50 }, (_, index) => ({ name: `f${index}`, a: { b: [1, 2] } })),
    };
    expect((await locateIn(jsonOf('sleep', { cluster: many }), '')).excerpt.split('\n').length).toBeLessThanOrEqual(8);
  });
});

describe('every resource of a recorded pod, in each shape', async () => {
  const files = await recordedFiles('shapes/sleep');

  it.each([...files.keys()].filter((name) => /(config_dump|pc-|admin-c).*\.(json|yaml)$/.test(name)))(
    'is found where %s has it',
    async (name) => {
      const text = files.get(name) ?? '';
      const { dumps, texts } = await readSources([{ kind: 'path', path: folderWith({ [name]: text }) }]);
      const locate = createLocator(texts);
      const lines = text.split('\n');
      for (const { place } of dumps[0]?.resources ?? []) {
        const found: ResolvedEvidence = await locate(evidence(place));
        expect(found.pointer).toBe(place.pointer);
        const key = place.pointer.split('/').at(-1) ?? '';
        const start = /^\d*$/.test(key) ? /^[{\w]/ : new RegExp(`^"?${key}"?:`);
        expect(lines[found.line - 1]?.slice(found.column - 1)).toMatch(start);
      }
    },
  );
});
