import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { evidence } from '../../src/evidence.ts';
import { createLocator } from '../../src/input/locate.ts';
import { defaultLimits } from '../../src/input/limits.ts';
import { joinProxies } from '../../src/input/join.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { tarOf, zipOf } from './support/archives.ts';
import { jsonOf } from './support/dumps.ts';
import { readOne, sourcesByProxy } from './support/read.ts';

const pods = [
  ['proxies/sleep.json', jsonOf('sleep')],
  ['proxies/web.json.gz', gzipSync(jsonOf('web'))],
  ['README', 'hello\n'],
] as const;

const inArchive = {
  'demo/sleep': ['dump.json!proxies/sleep.json'],
  'demo/web': ['dump.json!proxies/web.json.gz'],
};

describe.each<[what: string, archive: () => Promise<Buffer>]>([
  ['a tar', async () => tarOf(pods)],
  ['a compressed tar', async () => gzipSync(await tarOf(pods))],
  ['a zip', async () => zipOf(pods)],
  ['a compressed zip', async () => gzipSync(zipOf(pods))],
])('%s', (_, archive) => {
  it('is read member by member, whatever its name is', async () => {
    const { dumps, problems } = await readOne(await archive());
    expect(sourcesByProxy(joinProxies(dumps))).toEqual(inArchive);
    expect(problems).toMatchObject([{ source: 'dump.json!README', named: false, kind: 'not-a-dump' }]);
  });

  it('is read from stdin as well', async () => {
    const stdin = Readable.from([await archive()]);
    const { dumps } = await readSources([{ kind: 'stdin' }], { stdin });
    expect(dumps.map(({ source }) => source)).toEqual(['stdin!proxies/sleep.json', 'stdin!proxies/web.json.gz']);
  });

  it('gives evidence in its members', async () => {
    const { dumps, texts } = await readOne(await archive());
    const place = dumps[1]?.resources[1]?.place;
    if (place === undefined) throw new Error('no second resource');
    const found = await createLocator(texts)(evidence(place, '/name'));
    expect(found).toMatchObject({ source: 'dump.json!proxies/web.json.gz', line: 18 });
    expect(found.excerpt).toBe('"name": "outbound|80||web.demo.svc.cluster.local"');
  });

  it('cut short gives what is whole in it, and an error', async () => {
    const bytes = await archive();
    const { problems } = await readOne(bytes.subarray(0, bytes.length / 2));
    expect(problems.some(({ named, kind }) => named && kind === 'unreadable')).toBe(true);
  });
});

describe('names in an archive', () => {
  const evil = [
    ['../../etc/x.json', jsonOf('a')],
    ['/etc/x.json', jsonOf('b')],
    ['C:\\x.json', jsonOf('c')],
    ['good.json', jsonOf('d')],
  ] as const;

  it.each([
    ['tar', async () => tarOf(evil)],
    ['zip', async () => zipOf(evil)],
  ])('that lead out of a %s are not read, the others are', async (_, archive) => {
    const { dumps, problems } = await readOne(await archive());
    expect(dumps.map(({ source }) => source)).toEqual(['dump.json!good.json']);
    expect(problems.map(({ saw }) => saw)).toEqual(Array(3).fill('a file whose name leads out of its archive'));
  });

  it('that come twice are told apart', async () => {
    const twice = await tarOf([
      ['a.json', jsonOf('a')],
      ['a.json', jsonOf('b')],
    ]);
    const { dumps } = await readOne(twice);
    expect(dumps.map(({ source }) => source)).toEqual(['dump.json!a.json', 'dump.json!a.json#2']);
  });
});

it('an archive within an archive is read', async () => {
  const { dumps } = await readOne(zipOf([['inner.tgz', gzipSync(await tarOf(pods))]]));
  expect(dumps.map(({ source }) => source)).toEqual([
    'dump.json!inner.tgz!proxies/sleep.json',
    'dump.json!inner.tgz!proxies/web.json.gz',
  ]);
});

it('archives within archives without end are not', async () => {
  let archive = zipOf(pods);
  for (let depth = 0; depth < 10; depth++) archive = zipOf([['x.zip', archive]]);
  const { problems } = await readOne(archive);
  expect(problems.map(({ kind }) => kind)).toContain('too-large');
});

it('an archive with too many files is not read to its end', async () => {
  const limits = { ...defaultLimits, files: 2 };
  const { dumps, problems } = await readOne(await tarOf(pods), { limits });
  expect(dumps.length).toBe(2);
  expect(problems).toMatchObject([{ kind: 'too-large', named: true, saw: 'an archive with more than 2 files' }]);
});

it('one damaged member does not spoil the others', async () => {
  const damaged = gzipSync(jsonOf('b')).fill(0xff, 40, 80);
  const { dumps } = await readOne(
    zipOf([
      ['a.json', jsonOf('a')],
      ['b.json.gz', damaged],
      ['c.json', jsonOf('c')],
    ]),
  );
  expect(dumps.map(({ source }) => source)).toEqual(['dump.json!a.json', 'dump.json!c.json']);
});

it('an archive without any dump is an error that says what is in it', async () => {
  const { problems } = await readOne(zipOf([['README', 'hello\n']]));
  expect(problems.find(({ named }) => named)).toMatchObject({ source: 'dump.json', kind: 'not-a-dump' });
});

it('the digest is that of the bytes as they lie there', async () => {
  const bytes = gzipSync(jsonOf('a'));
  const { dumps } = await readOne(bytes);
  expect(dumps[0]?.digest).toBe(createHash('sha256').update(bytes).digest('hex'));
  const zip = zipOf(pods);
  const inZip = await readOne(zip);
  expect(inZip.dumps[0]?.digest).toBe(createHash('sha256').update(zip).digest('hex'));
});
