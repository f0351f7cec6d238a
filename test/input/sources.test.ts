import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { evidence } from '../../src/evidence.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import { createLocator } from '../../src/input/locate.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { jsonOf } from './support/dumps.ts';
import { folderWith } from './support/temporary-folder.ts';

async function sourcesOf(...paths: readonly string[]): Promise<readonly string[]> {
  const { dumps } = await readSources(paths.map((path) => ({ kind: 'path', path })));
  return dumps.map(({ source }) => source);
}

describe('a word of the command line', () => {
  it.each([
    ['-', { kind: 'stdin' }],
    ['dump.json', { kind: 'path', path: 'dump.json' }],
    ['web=dump.json', { kind: 'path', path: 'dump.json', name: 'web' }],
    ['demo/web=x=y.json', { kind: 'path', path: 'x=y.json', name: 'demo/web' }],
    ['web=-', { kind: 'stdin', name: 'web' }],
    ['a=b.json', { kind: 'path', path: 'a=b.json' }],
    ['=x', { kind: 'path', path: '=x' }],
  ])('%s is understood', (word, argument) => {
    expect(sourceArgument(word, {}, (path) => path === 'a=b.json')).toEqual(argument);
  });
});

describe('a source is labelled', () => {
  const files = { 'x.json': jsonOf('a'), 'sub/deep/y.json': jsonOf('b') };

  it('by its name where the user named it', async () => {
    expect(await sourcesOf(join(folderWith(files), 'sub/deep/y.json'))).toEqual(['y.json']);
  });

  it('by its path below the folder the user named', async () => {
    expect(await sourcesOf(folderWith(files))).toEqual(['sub/deep/y.json', 'x.json']);
  });

  it('by more of its path where the names of two are the same', async () => {
    const folder = folderWith({ 'before/x.json': jsonOf('a'), 'after/x.json': jsonOf('b') });
    expect(await sourcesOf(join(folder, 'before/x.json'), join(folder, 'after'))).toEqual([
      'before/x.json',
      'after/x.json',
    ]);
  });

  it('once, however often it is named', async () => {
    const folder = folderWith(files);
    expect(await sourcesOf(folder, join(folder, 'x.json'), `${folder}/./x.json`)).toEqual([
      'sub/deep/y.json',
      'x.json',
    ]);
  });
});

describe('a folder', () => {
  it('is read without what its hidden folders and node_modules hold', async () => {
    const hidden = { '.git/x.json': jsonOf('a'), 'node_modules/y.json': jsonOf('b'), 'z.json': jsonOf('c') };
    expect(await sourcesOf(folderWith(hidden))).toEqual(['z.json']);
  });

  it('is read with links that stay in it, and without those that lead out of it or in a circle', async () => {
    const outside = folderWith({ 'secret.json': jsonOf('a') });
    const folder = folderWith({ '..data/x.json': jsonOf('b') });
    symlinkSync(join(folder, '..data/x.json'), join(folder, 'x.json'));
    symlinkSync(join(outside, 'secret.json'), join(folder, 'leak.json'));
    symlinkSync(outside, join(folder, 'leaks'));
    mkdirSync(join(folder, 'a'));
    symlinkSync(folder, join(folder, 'a/circle'));
    symlinkSync(join(folder, 'a'), join(folder, 'a/again'));
    symlinkSync(join(folder, '..data'), join(folder, 'z'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    expect(await sourcesOf(folder)).toEqual(['x.json']);
  });

  it('knows what a link leads to by its own name', async () => {
    const folder = folderWith({ 'b/x.json': jsonOf('a'), '.hidden/y.json': jsonOf('b') });
    symlinkSync(join(folder, 'b'), join(folder, 'a'));
    symlinkSync(join(folder, '.hidden'), join(folder, 'c'));
    expect(await sourcesOf(folder)).toEqual(['b/x.json', 'c/y.json']);
  });
});

describe('what comes through a pipe', () => {
  const text = jsonOf('sleep');

  it.each([
    ['plain', Buffer.from(text)],
    ['compressed', gzipSync(text)],
  ])('is read from stdin, %s and in pieces, and evidence in it is found again', async (_, bytes) => {
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (__, at) => bytes.subarray(at * 7, at * 7 + 7));
    const { dumps, texts } = await readSources([{ kind: 'stdin' }], { stdin: Readable.from(pieces) });
    expect(dumps.map(({ source, name }) => [source, name.explicit])).toEqual([['stdin', undefined]]);
    const place = dumps[0]?.resources[0]?.place;
    if (place === undefined) throw new Error('nothing was read');
    expect((await createLocator(texts)(evidence(place, '/node/id'))).line).toBe(7);
  });

  it('may be named', async () => {
    const { dumps } = await readSources([{ kind: 'stdin', name: 'web' }], { stdin: Readable.from([text]) });
    expect(dumps[0]?.name.explicit).toBe('web');
  });

  it('may be nothing at all', async () => {
    const { problems } = await readSources([{ kind: 'stdin' }], { stdin: Readable.from([]) });
    expect(problems).toMatchObject([{ source: 'stdin', named: true, saw: 'it is empty' }]);
  });

  it('may be a named pipe, which can be read only once', async () => {
    const folder = folderWith({ 'dump.json': text });
    const pipe = join(folder, 'pipe');
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', pipe]);
    const reading = readSources([{ kind: 'path', path: pipe }]);
    execFileSync('sh', ['-c', 'cat "$1" > "$2" &', 'sh', join(folder, 'dump.json'), pipe], { stdio: 'ignore' });
    const { dumps, texts } = await reading;
    const place = dumps[0]?.resources[0]?.place;
    if (place === undefined) throw new Error('nothing was read');
    expect((await createLocator(texts)(evidence(place, '/node/id'))).line).toBe(7);
  });
});
