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
  /** No line of the piece has to be searched. */
  #isSearched = true;

  /** `beginning` is asked for with the first line, and stands before each. */
  constructor(spool: Spool, beginning: () => string) {
    this.#spool = spool;
    this.#beginning = beginning;
  }

  /** What stands before each line. */
  get before(): string {
    return (this.#before ??= this.#beginning());
  }

  /**
   * Lines that stand in some bytes, with what stands before each; what is written aside of them is searched in their
   * stead (`searchedPart`).
   */
  appendLines({ bytes, start, end, aside }: FilledTexts): void {
    const length = end - start;
    const isSearched = aside.length > 0 && haveNoSecrets(aside);
    if (this.#length + length > pieceSize) this.settle();
    if (length > pieceSize) {
      this.#keep(Buffer.copyBytesFrom(bytes, start, length), isSearched);
      return;
    }
    this.#isSearched &&= isSearched;
    this.#piece ??= Buffer.allocUnsafeSlow(pieceSize);
    this.#piece.set(bytes.subarray(start, end), this.#length);
    this.#length += length;
  }

  append(line: string): void {
    const text = this.before + line;
    const most = text.length * mostBytes;
    if (this.#length + most > pieceSize) this.settle();
    if (most > pieceSize) {
      this.#keep(Buffer.from(text), false);
      return;
    }
    this.#isSearched = false;
    this.#piece ??= Buffer.allocUnsafeSlow(pieceSize);
    this.#length += this.#piece.write(text, this.#length);
  }

  /** Lets go of what is held in memory. */
  settle(): void {
    if (this.#piece === undefined || this.#length === 0) return;
    const written = this.#piece.subarray(0, this.#length);
    const isSearched = this.#isSearched;
    this.#length = 0;
    this.#isSearched = true;
    if (written.length * 2 < pieceSize) {
      this.#keep(Buffer.copyBytesFrom(written), isSearched);
      return;
    }
    this.#keep(written, isSearched);
    this.#piece = undefined;
  }

  /** Where all of it lies. */
  get stretches(): readonly Stretch[] {
    this.settle();
    return this.#stretches;
  }

  #keep(bytes: Buffer, isSearched: boolean): void {
    this.#stretches.push(this.#spool.append(isSearched || haveNoSecrets(bytes) ? bytes : cleaned(bytes)));
  }
}

function cleaned(bytes: Buffer): Buffer {
  const text = bytes.toString();
  if (findSecrets(text).length === 0) return bytes;
  // As if each line were looked at alone.
  const lines = text.split('\n').map((line) => withoutSecrets(line));
  return Buffer.from(lines.join('\n'));
}
