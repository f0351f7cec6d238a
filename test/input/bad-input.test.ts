import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../src/input/limits.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { jsonOf } from './support/dumps.ts';
import { dumpIn, problemIn, readFolder, readOne } from './support/read.ts';
import { folderWith } from './support/temporary-folder.ts';

const limits = { ...defaultLimits, sourceBytes: 5000, ratioFrom: 100_000 };

describe('what cannot be read gets one sentence', () => {
  it.each<[what: string, content: string | Uint8Array, kind: string, saw: string | RegExp, place?: string]>([
    ['an empty file', '', 'unreadable', 'it is empty'],
    ['white space', ' \n\n', 'unreadable', 'it is empty'],
    ['a page that says 404', '<!DOCTYPE html><html>', 'not-a-dump', 'a web page (HTML)'],
    ['a page after a status line', '404\n<html>', 'not-a-dump', 'a web page (HTML)'],
    ['binary data', Buffer.from([1, 2, 0, 255, 254]), 'not-a-dump', 'binary data'],
    ['a message of kubectl', 'Error from server (Forbidden): x\n', 'not-a-dump', 'an error message instead of a dump'],
    ['prose', 'hello there\n', 'not-a-dump', 'text that holds no JSON or YAML object'],
    ['a log of Envoy', '[2026-01-01T00:00:00.000Z] "GET / HTTP/1.1" 503 UF\n', 'not-a-dump', 'a log'],
    ['counters', 'cluster.x.upstream_cx_total: 1\n', 'not-a-dump', "Envoy's statistics"],
    ['a template', '{{- if .x }}\na: b\n', 'not-a-dump', 'a template that was not rendered'],
    ['a check file', 'edges:\n- from: a\n', 'not-a-dump', 'a check file'],
    ['other JSON', '{"password":"hunter2"}', 'not-a-dump', /^data that no proxy.*its keys: "password"\)$/],
    ['an empty dump', '{"configs":[]}', 'not-a-dump', 'JSON without any resource in it'],
    ['JSON that ends at once', '{"configs": [\n{"a', 'unreadable', 'JSON that ends too early', '2:4'],
    ['JSON with a slip in it', '{"configs": [\n  {"a": nope}]}', 'unreadable', /^JSON that is not valid/, '2:10'],
    ['YAML with a slip in it', 'kind: X\n\tapiVersion: v1\n', 'unreadable', /^YAML that breaks off: Tabs/, '2:1'],
    [
      '10,000 levels of JSON',
      `{"configs":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_001)}`,
      'too-large',
      /nested too deeply/,
      '1:5007',
    ],
    [
      '10,000 lists within lists',
      '['.repeat(10_000) + ']'.repeat(10_000),
      'not-a-dump',
      'JSON without any resource in it',
    ],
    ['10,000 levels of YAML', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'too-large', /nested too deeply/],
    ['YAML that unfolds without end', billionLaughs(), 'too-large', /aliases unfold/],
    ['gzip of nothing', gzipSync(''), 'unreadable', 'it is empty'],
    ['gzip that is damaged', damaged(gzipSync(jsonOf('a'))), 'unreadable', /damaged|not valid/],
  ])('%s', async (_, content, kind, saw, place) => {
    const problem = await problemIn(content);
    expect(problem).toMatchObject({ source: 'dump.json', named: true, kind });
    expect(problem.saw).toMatch(typeof saw === 'string' ? new RegExp(`^${saw.replaceAll(/[()?*]/g, '\\$&')}$`) : saw);
    expect(problem.todo).not.toBe('');
    expect(problem.line === undefined ? undefined : `${problem.line}:${problem.column}`).toBe(place);
  });

  it('a dump larger than the limit', async () => {
    expect(await problemIn(`{"configs":["${'x'.repeat(6000)}"]}`, { limits })).toMatchObject({ kind: 'too-large' });
  });

  it('YAML larger than the limit', async () => {
    const saw = 'more than 0 MiB of YAML';
    const ofYaml = { ...defaultLimits, yamlBytes: 5000 };
    expect(await problemIn(`a: ${'x'.repeat(6000)}`, { limits: ofYaml })).toMatchObject({ kind: 'too-large', saw });
  });

  it('a bomb', async () => {
    const bomb = gzipSync(`{"a":"${'x'.repeat(2_000_000)}"}`);
    const problem = await problemIn(bomb, { limits: { ...limits, sourceBytes: 1e9 } });
    expect(problem).toMatchObject({ kind: 'too-large', saw: expect.stringContaining('500 times') as string });
  });

  it('no value of what was read stands in it', async () => {
    const { problems } = await readOne('{"password":"hunter2","x":{"token":"abc123"}}');
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|abc123/);
  });
});

describe('a dump that was cut short', () => {
  const text = jsonOf('sleep');

  it('gives what is complete in it, and says where it ends', async () => {
    const { dumps, problems } = await readOne(text.slice(0, text.indexOf('ListenersConfigDump')));
    expect(dumps[0]?.incomplete).toBe(true);
    expect(dumps[0]?.resources.map(({ kind }) => kind)).toEqual(['bootstrap', 'cluster']);
    expect(problems).toMatchObject([{ kind: 'incomplete', named: true, saw: 'JSON that ends too early', line: 25 }]);
  });

  it('has no section that it does not have whole', async () => {
    const { dumps } = await readOne(text.slice(0, text.indexOf(']', text.indexOf('outbound'))));
    expect(dumps[0]?.resources.map(({ kind }) => kind)).toEqual(['bootstrap', 'cluster']);
    expect(dumps[0]?.sections).toMatchObject({ bootstrap: true, clusters: false });
  });

  it('gives it from compressed bytes as well', async () => {
    const many = jsonOf('sleep', {
      cluster: { name: 'x', notes: Array.from({ length: 3000 }, (_, index) => `note ${index * 7}`) },
    });
    const packed = gzipSync(many);
    const { dumps, problems } = await readOne(packed.subarray(0, packed.length / 2));
    expect(dumps[0]?.resources.map(({ kind }) => kind)).toEqual(['bootstrap']);
    expect(problems).toMatchObject([{ kind: 'incomplete', saw: 'JSON that ends too early' }]);
  });

  it('keeps a list of resources up to the cut, and does not count the list as seen', async () => {
    const { dumps } = await readOne('[{"name":"a","connectTimeout":"1s"},{"name":"b","conn');
    expect(dumps).toMatchObject([
      { incomplete: true, sections: { clusters: false }, resources: [{ value: { name: 'a' } }] },
    ]);
  });

  it('is as good as whole when only something else follows it', async () => {
    const { dumps, problems } = await readOne(`${text}\ncommand terminated with exit code 1`);
    expect(dumps[0]?.sections).toMatchObject({ listeners: true, clusters: true });
    expect(problems).toMatchObject([{ kind: 'incomplete' }]);
  });
});

describe('beside what cannot be read', () => {
  it('the rest of a folder is read, and what was skipped is counted but no error', async () => {
    const files = { 'a.json': jsonOf('a'), 'notes.txt': 'hello\n', 'b/empty.json': '' };
    const { dumps, problems } = await readFolder(files);
    expect(dumps.map(({ source }) => source)).toEqual(['a.json']);
    expect(problems.map(({ source, named }) => [source, named])).toEqual([
      ['b/empty.json', false],
      ['notes.txt', false],
    ]);
  });

  it('a folder in which nothing is a dump is an error that says what is there', async () => {
    const { problems } = await readFolder({ 'notes.txt': 'hello\n' });
    expect(problems.filter(({ named }) => named)).toMatchObject([
      {
        kind: 'not-a-dump',
        saw: expect.stringMatching(/^a folder with 1 file, none of them a dump \(notes\.txt: /) as string,
      },
    ]);
  });

  it('an empty folder is one too', async () => {
    expect((await readFolder({})).problems).toMatchObject([{ named: true, saw: 'a folder without any file' }]);
  });
});

describe('a path that is not there', () => {
  it('is an error that names what is most like it', async () => {
    const folder = folderWith({ 'sleep.json': '{}', 'web.json': '{}' });
    const { problems } = await readSources([{ kind: 'path', path: `${folder}/slep.json` }]);
    expect(problems).toMatchObject([{ source: 'slep.json', named: true, kind: 'unreadable' }]);
    expect(problems[0]?.todo).toMatch(/^did you mean .*\/sleep\.json\?$/);
  });

  it('is an error when its folder is not there either', async () => {
    const { problems } = await readSources([{ kind: 'path', path: '/nowhere/at/all.json' }]);
    expect(problems).toMatchObject([
      { source: 'all.json', todo: 'the folder /nowhere/at is not there either; check the path' },
    ]);
  });
});

it('of equal keys the last one counts, as it does for JSON.parse', async () => {
  const { resources } = await dumpIn('{"configs":[{"dynamic_active_clusters":[{"cluster":{"name":"a","name":"b"}}]}]}');
  expect(resources).toMatchObject([{ value: { name: 'b' } }]);
});

/** Nine lists of nine, nine times over. */
function billionLaughs(): string {
  const names = 'a b c d e f g h i'.split(' ');
  const lines = names.map((name, index) => {
    const inner = index === 0 ? 'x' : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => inner).join(',')}]`;
  });
  return lines.join('\n');
}

function damaged(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 60), Buffer.alloc(40, 0xff), bytes.subarray(100)]);
}
