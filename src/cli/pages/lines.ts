import type { FilledTexts } from '../../input/json/filling.ts';
import { findSecrets, haveNoSecrets, withoutSecrets } from '../../secrets/find-secrets.ts';
import type { Spool, Stretch } from './spool.ts';

const pieceSize = 1 << 17;
/** A unit of UTF-16 takes at most so many bytes. */
const mostBytes = 3;

/** Text that is written line by line and goes into a spool in pieces, without what looks like a secret. */
export class Lines {
  readonly #spool: Spool;
  readonly #beginning: () => string;
  readonly #stretches: Stretch[] = [];
  #before: string | undefined;
  /** Lines become bytes at once: strings that are joined to long ones take twice as long to write. */
  #piece: Buffer | undefined;
  #length = 0;

  /** `beginning` is asked for with the first line, and stands before each. */
  constructor(spool: Spool, beginning: () => string) {
    this.#spool = spool;
    this.#beginning = beginning;
  }

  /** What stands before each line. */
  get before(): string {
    return (this.#before ??= this.#beginning());
  }

  /** Lines that stand in some bytes, with what stands before each. */
  appendLines({ bytes, start, end }: FilledTexts): void {
    const length = end - start;
    if (this.#length + length > pieceSize) this.settle();
    if (length > pieceSize) {
      this.#keep(Buffer.copyBytesFrom(bytes, start, length));
      return;
    }
    this.#piece ??= Buffer.allocUnsafeSlow(pieceSize);
    this.#piece.set(bytes.subarray(start, end), this.#length);
    this.#length += length;
  }

  append(line: string): void {
    const text = this.before + line;
    const most = text.length * mostBytes;
    if (this.#length + most > pieceSize) this.settle();
    if (most > pieceSize) {
      this.#keep(Buffer.from(text));
      return;
    }
    this.#piece ??= Buffer.allocUnsafeSlow(pieceSize);
    this.#length += this.#piece.write(text, this.#length);
  }

  /** Lets go of what is held in memory. */
  settle(): void {
    if (this.#piece === undefined || this.#length === 0) return;
    const written = this.#piece.subarray(0, this.#length);
    this.#length = 0;
    if (written.length * 2 < pieceSize) {
      this.#keep(Buffer.copyBytesFrom(written));
      return;
    }
    this.#keep(written);
    this.#piece = undefined;
  }

  /** Where all of it lies. */
  get stretches(): readonly Stretch[] {
    this.settle();
    return this.#stretches;
  }

  #keep(bytes: Buffer): void {
    this.#stretches.push(this.#spool.append(haveNoSecrets(bytes) ? bytes : cleaned(bytes)));
  }
}

function cleaned(bytes: Buffer): Buffer {
  const text = bytes.toString();
  if (findSecrets(text).length === 0) return bytes;
  // As if each line were looked at alone.
  const lines = text.split('\n').map((line) => withoutSecrets(line));
  return Buffer.from(lines.join('\n'));
}
