import { describe, expect, it } from 'vitest';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { SourceArgument } from '../../src/input/argument.ts';
import type { Progress } from '../../src/input/progress.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { folderWith } from './support/temporary-folder.ts';

const dump = JSON.stringify({ configs: [{ '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump' }] });

/** What is told while these are read. */
async function told(args: readonly SourceArgument[], stdin?: Readable): Promise<readonly Progress[]> {
  const all: Progress[] = [];
  await readSources(args, { progress: (progress) => all.push(progress), ...(stdin !== undefined && { stdin }) });
  return all;
}

describe('progress', () => {
  it('ends with all files and all of their bytes', async () => {
    const folder = folderWith({ 'a.json': dump, 'b.json': dump });
    const all = await told([{ kind: 'path', path: folder }]);
    expect(all.at(-1)).toEqual({ files: 2, ofFiles: 2, bytes: 2 * dump.length, ofBytes: 2 * dump.length });
  });

  it('never goes back', async () => {
    const folder = folderWith({ 'a.json': dump, 'b.json': 'no dump', 'c.json': dump.slice(0, -1) });
    const bytes = (await told([{ kind: 'path', path: folder }])).map((each) => each.bytes);
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
  });

  it('counts the bytes of a packed file as they lie there, and what they hold besides', async () => {
    const packed = gzipSync(dump);
    const all = await told([{ kind: 'path', path: folderWith({ 'a.json.gz': packed }) }]);
    const { length } = packed;
    expect(all.at(-1)).toEqual({ files: 1, ofFiles: 1, bytes: length, ofBytes: length, unpacked: dump.length });
  });

  it('does not know how long a pipe is', async () => {
    const all = await told([{ kind: 'stdin' }], Readable.from([Buffer.from(dump)]));
    expect(all.at(-1)).toEqual({ files: 1, ofFiles: 1, bytes: dump.length, ofBytes: undefined });
  });
});
