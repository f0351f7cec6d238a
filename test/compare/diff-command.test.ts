import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../../src/generated/validators.js';
import { forgetFolders, recordedFolder } from '../recordings/recordings.ts';
import { diff, diffDocument, recordedDumps, temporaryFiles, type Document } from './sides.ts';

const files = temporaryFiles();
const folders = { baseline: '', strict: '', disabled: '' };

beforeAll(async () => {
  folders.baseline = await recordedFolder('demo/baseline');
  folders.strict = await recordedFolder('demo/dr-disable-strict');
  folders.disabled = await recordedFolder('demo/dr-disable-permissive');
});

afterAll(() => {
  forgetFolders();
  files.remove();
});

function edge({ edges }: Document, from: string, to: string): Document['edges'][number] | undefined {
  return edges.find((each) => each.from.name === from && each.to === to);
}

describe('a rule that switches mutual TLS off towards a server that demands it', () => {
  let document: Document;
  beforeAll(async () => {
    document = await diffDocument(folders.baseline, folders.strict);
  });

  it('is said to break the edge', () => {
    const changed = edge(document, 'sleep', 'web.demo.svc.cluster.local:80');
    expect(changed).toMatchObject({
      change: 'changed',
      direction: 'broken',
      endpoint: '10.77.0.12:8080',
      before: { outcome: 'mtls' },
      after: { outcome: 'fails' },
    });
  });

  it('is named with evidence on both sides', () => {
    const [reason] = edge(document, 'sleep', 'web.demo.svc.cluster.local:80')?.because ?? [];
    expect(reason?.text).toMatch(/^DestinationRule demo\/web appeared and changed cluster outbound\|80\|\|web\.demo/u);
    expect(reason?.before[0]).toMatchObject({ source: 'proxies/sleep.json' });
    expect(reason?.before[0]?.excerpt).toContain('"tlsMode-istio"');
    expect(reason?.after.some(({ excerpt }) => excerpt?.includes('destination-rule/web') === true)).toBe(true);
  });

  it('is told with the mode of the server and with the policies behind both', () => {
    const texts = edge(document, 'sleep', 'web.demo.svc.cluster.local:80')?.because.map(({ text }) => text);
    expect(texts).toContain('port 8080 of web went from PERMISSIVE to STRICT');
    expect(texts).toContain('DestinationRule demo/web was added');
    expect(texts).toContain('PeerAuthentication istio-system/default was added');
  });

  it('leaves edges out that mean what they meant', () => {
    expect(edge(document, 'sleep', 'reviews.demo.svc.cluster.local:9080')).toBeUndefined();
  });

  it('is printed as its schema says', () => {
    expect(violations('diff', document)).toEqual([]);
  });
});

/** One file with the dump of sleep. */
function onlySleep(side: string, dumps: ReadonlyMap<string, string> | undefined): string {
  return `${files.write(side, [['x.json', dumps?.get('sleep.json') ?? '']])}/x.json`;
}

it('finds what a change did although only one proxy was dumped', async () => {
  const [before, after] = await Promise.all(['demo/baseline', 'demo/dr-disable-permissive'].map(recordedDumps));
  const document = await diffDocument(onlySleep('one-before', before), onlySleep('one-after', after));
  const changed = edge(document, 'sleep', 'web.demo.svc.cluster.local:80');
  expect(changed?.facets).toContain('offer');
  expect(changed?.after?.offer).toBe('plaintext');
  expect(changed?.because[0]?.text).toContain('DestinationRule demo/web appeared');
});

it('says in one line that nothing changed', async () => {
  const { stdout, code } = await diff(folders.baseline, folders.baseline, '--fail-on', 'any');
  expect(stdout).toBe('nothing changed (10 proxies)\n');
  expect(code).toBe(0);
});

describe('--fail-on', () => {
  it.each([
    ['weaker', 1],
    ['broken', 0],
    ['any', 1],
  ])('%s exits %i where edges lost their encryption', async (what, code) => {
    expect((await diff(folders.baseline, folders.disabled, '--fail-on', what)).code).toBe(code);
  });

  it('weaker is not met by what became stronger', async () => {
    const folder = await recordedFolder('demo/auto-mtls-off');
    const { summary } = await diffDocument(folder, folders.baseline);
    expect(summary['weaker']).toBeUndefined();
    expect(summary['stronger']).toBeGreaterThan(0);
  });

  it('left out finds nothing, whatever changed', async () => {
    expect((await diff(folders.baseline, folders.strict)).code).toBe(0);
  });
});

it('tells people the worst first, with what both sides say', async () => {
  const { stdout } = await diff(folders.baseline, folders.strict);
  expect(stdout).toMatch(/^40 edges changed: 28 started to fail, 12 otherwise changed\n\n✗ /u);
  expect(stdout).toContain('mutual TLS → fails');
  expect(stdout).toMatch(/before {2}proxies\/db\.json:\d+:\d+/u);
  expect(stdout).toContain('demo/web         8080        PERMISSIVE  STRICT');
});

it('prints the same document as YAML', async () => {
  const { stdout } = await diff(folders.baseline, folders.strict, '-o', 'yaml');
  expect(violations('diff', parse(stdout))).toEqual([]);
});

it('prints Markdown with a table of the edges', async () => {
  const { stdout } = await diff(folders.baseline, folders.strict, '-o', 'markdown');
  expect(stdout).toMatch(/^## 40 edges changed/u);
  expect(stdout).toContain('| ✗ | `db, mixed-a, reviews-v1, reviews-v2 and 3 more → web.demo.svc.cluster.local:80');
});

it('shows with --all what bears on nothing, and nobody’s keys', async () => {
  const dumps = await recordedDumps('demo/baseline');
  const before = files.write('all-before', dumps);
  const after = files.write('all-after', dumps);
  files.write('all-after', [
    ['web.json', (dumps.get('web.json') ?? '').replaceAll('"connect_timeout": "10s"', '"connect_timeout": "7s"')],
  ]);
  expect((await diffDocument(before, after)).resources).toEqual([]);
  const { rest = [] } = await diffDocument(before, after, '--all');
  expect(rest.length).toBeGreaterThan(0);
  expect(rest[0]?.patch).toMatch(/^- "connect_timeout": "10s",?\n\+ "connect_timeout": "7s",?$/mu);
});

it('exits 2 where a side cannot be read', async () => {
  const { code, stderr } = await diff(folders.baseline, '/nowhere/at/all');
  expect(code).toBe(2);
  expect(stderr).toContain('there is no such file or folder');
});
