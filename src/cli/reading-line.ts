import type { Progress } from '../input/progress.ts';
import type { Streams } from './streams.ts';

/** A person begins to wonder after this long, in milliseconds; and reads no faster than this. */
const patience = 1000;
const interval = 200;

/**
 * A line on stderr for a person who waits, that says how far reading has come and goes away when it is done. Nothing
 * is written where nobody watches (stderr is no terminal, or one that cannot take a line back), or for a second.
 */
export class ReadingLine {
  readonly #output: Streams['stderr'];
  readonly #watched: boolean;
  readonly #clock: () => number;
  readonly #began: number;
  #next: number;
  #written = false;

  /** `clock` counts milliseconds. */
  constructor({ stderr, env }: Streams, clock: () => number = () => performance.now()) {
    this.#output = stderr;
    this.#watched = stderr.isTTY === true && env['TERM'] !== 'dumb';
    this.#clock = clock;
    this.#began = clock();
    this.#next = this.#began + patience;
  }

  readonly tell = (progress: Progress): void => {
    if (!this.#watched) return;
    const time = this.#clock();
    if (time < this.#next) return;
    this.#next = time + interval;
    this.#written = true;
    const text = describe(progress, (time - this.#began) / 1000);
    this.#output.write(`\r${text.slice(0, (this.#output.columns || 80) - 1)}\u001B[K`);
  };

  /** Takes the line back. */
  end(): void {
    if (this.#written) this.#output.write('\r\u001B[K');
    this.#written = false;
  }
}

/** `reading: 3 of 40 files, 120 of 1600 MB, 400 MB/s, 4 s left` */
export function describe({ files, ofFiles, bytes, ofBytes }: Progress, seconds: number): string {
  const speed = bytes / seconds;
  const left = ofBytes === undefined || speed === 0 ? undefined : Math.ceil((ofBytes - bytes) / speed);
  return [
    ...(ofFiles > 1 ? [`${files} of ${ofFiles} files`] : []),
    ofBytes === undefined ? `${megabytes(bytes)} MB` : `${megabytes(bytes)} of ${megabytes(ofBytes)} MB`,
    `${megabytes(speed)} MB/s`,
    ...(left === undefined ? [] : [`${left} s left`]),
  ].reduce((line, part, at) => `${line}${at === 0 ? ' ' : ', '}${part}`, 'reading:');
}

function megabytes(bytes: number): string {
  const millions = bytes / 1e6;
  return millions < 10 ? millions.toFixed(1) : millions.toFixed(0);
}
