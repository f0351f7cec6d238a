import { describe, expect, it } from 'vitest';
import { PassThrough, Readable } from 'node:stream';
import { describe as lineFor, ReadingLine } from '../../src/cli/reading-line.ts';
import { runNow, sample } from './samples.ts';

const progress = { files: 3, ofFiles: 40, bytes: 120e6, ofBytes: 1600e6 };
const takenBack = '\r\u001B[K';

/** A line on a stderr of its own, and what it wrote; `time` is in milliseconds. */
function watched({ isTTY = true, columns = 80, env = {} } = {}) {
  const clock = { time: 0 };
  const stderr = Object.assign(new PassThrough(), { isTTY, columns });
  const streams = { stdin: Readable.from([]), stdout: new PassThrough(), stderr, env };
  const line = new ReadingLine(streams, () => clock.time);
  return { clock, line, text: () => String(stderr.read() ?? '') };
}

describe('the line that tells how far reading has come', () => {
  it('is written once it takes over a second', () => {
    const { clock, line, text } = watched();
    clock.time = 999;
    line.tell(progress);
    expect(text()).toBe('');
    clock.time = 1000;
    line.tell(progress);
    expect(text()).toBe('\rreading: 3 of 40 files, 120 of 1600 MB, 120 MB/s, 13 s left\u001B[K');
  });

  it('is not written more often than can be read', () => {
    const { clock, line, text } = watched();
    clock.time = 1000;
    line.tell(progress);
    text();
    clock.time = 1199;
    line.tell(progress);
    expect(text()).toBe('');
  });

  it('goes away when reading is over', () => {
    const { clock, line, text } = watched();
    clock.time = 1000;
    line.tell(progress);
    text();
    line.end();
    expect(text()).toBe(takenBack);
  });

  it('leaves nothing behind where it was never written', () => {
    const { line, text } = watched();
    line.tell(progress);
    line.end();
    expect(text()).toBe('');
  });

  it.each([
    ['stderr is no terminal', { isTTY: false }],
    ['the terminal cannot take a line back', { env: { TERM: 'dumb' } }],
  ])('is not written where %s', (_, options) => {
    const { clock, line, text } = watched(options);
    clock.time = 5000;
    line.tell(progress);
    line.end();
    expect(text()).toBe('');
  });

  it('does not wrap in a narrow terminal, where it could not be taken back', () => {
    const { clock, line, text } = watched({ columns: 20 });
    clock.time = 1000;
    line.tell(progress);
    expect(text()).toBe('\rreading: 3 of 40 fi\u001B[K');
  });

  it('is whole in a terminal that nobody has given a size', () => {
    const { clock, line, text } = watched({ columns: 0 });
    clock.time = 1000;
    line.tell(progress);
    expect(text()).toContain(' left\u001B[K');
  });

  it('speaks of one file by its bytes, and of a pipe without an end', () => {
    expect(lineFor({ files: 0, ofFiles: 1, bytes: 2.5e6, ofBytes: undefined }, 2)).toBe('reading: 2.5 MB, 1.3 MB/s');
  });

  it('is not among what a short run tells a person', async () => {
    const { stderr } = await runNow(['edges', sample('auto-mtls/proxies')], { isTTY: true });
    expect(stderr).not.toContain('reading');
  });
});
