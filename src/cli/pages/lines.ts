import type { FilledTexts, Stencil } from '../../input/json/filling.ts';
import { findSecrets, haveNoSecrets, withoutSecrets } from '../../secrets/find-secrets.ts';
import { searchedPart } from './searched-part.ts';
import type { Spool, Stretch } from './spool.ts';

const pieceSize = 1 << 17;
/** A unit of UTF-16 takes at most so many bytes. */
const mostBytes = 3;

/** Pieces that nobody needs any more: those of the next dump are in memory that is there already. */
const spare: Buffer[] = [];
const newPiece = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(pieceSize);

/** Text that is written line by line and goes into a spool in pieces, without what looks like a secret. */
export class Lines {
  readonly #spool: Spool;
  readonly #beginning: () => string;
  readonly #stretches: Stretch[] = [];
  #before: string | undefined;
  /** Lines become bytes at once: strings that are joined to long ones take twice as long to write. */
  #piece: Buffer | undefined;
  #length = 0;
  /** What is searched for secrets in the place of the piece: its lines, or what is written aside of them. */
  #searched: Buffer | undefined;
  #searchedLength = 0;
  /** From here on lines of the piece are still to be put there. */
  #unsearched = 0;
  /** What is the same in all lines that are filled in alike, as far as it was not searched yet. */
  #constants: string[] = [];
  /** Something was found there. */
  #searchesAll = false;

  /** `beginning` is asked for with the first line, and stands before each. */
  constructor(spool: Spool, beginning: () => string) {
    this.#spool = spool;
    this.#beginning = beginning;
  }

  /** What stands before each line. */
  get before(): string {
    return (this.#before ??= this.#beginning());
  }

  /** What has to be written aside of lines that are filled in, with what stands before each, for `appendLines`. */
  asideOf(line: Stencil): Stencil {
    const part = searchedPart(line);
    if (part === undefined) return line;
    this.#constants.push(part.once);
    return part.ofEach;
  }

  /** Lines that were filled in, with what stands before each. */
  appendLines({ bytes, start, end, aside }: FilledTexts): void {
    const length = end - start;
    if (this.#length + length > pieceSize) this.settle();
    if (length > pieceSize) {
      this.#keep(Buffer.copyBytesFrom(bytes, start, length), aside);
      return;
    }
    this.#search(aside);
    this.#piece ??= newPiece();
    this.#piece.set(bytes.subarray(start, end), this.#length);
    this.#length += length;
    this.#unsearched = this.#length;
  }

  append(line: string): void {
    const text = this.before + line;
    const most = text.length * mostBytes;
    if (this.#length + most > pieceSize) this.settle();
    if (most > pieceSize) {
      const bytes = Buffer.from(text);
      this.#keep(bytes, bytes);
      return;
    }
    this.#piece ??= newPiece();
    this.#length += this.#piece.write(text, this.#length);
  }

  /** Lets go of what is held in memory. */
  settle(): void {
    const piece = this.#piece;
    if (piece === undefined) return;
    const written = piece.subarray(0, this.#length);
    // What takes less than half of its room does not keep it.
    const isSmall = written.length * 2 < pieceSize;
    this.#keep(isSmall ? Buffer.copyBytesFrom(written) : written, this.#search());
    if (isSmall || this.#spool.isInFile) spare.push(piece);
    if (this.#searched !== undefined) spare.push(this.#searched);
    this.#piece = undefined;
    this.#searched = undefined;
    this.#length = 0;
    this.#searchedLength = 0;
    this.#unsearched = 0;
  }

  /** Where all of it lies. */
  get stretches(): readonly Stretch[] {
    this.settle();
    return this.#stretches;
  }

  /** Has lines that were not yet, and then something else, searched with the piece; answers all that is. */
  #search(aside?: Uint8Array): Uint8Array {
    const lines = this.#piece?.subarray(this.#unsearched, this.#length);
    if (aside === undefined && this.#searched === undefined) return lines ?? new Uint8Array();
    this.#searched ??= newPiece();
    for (const bytes of [lines, aside]) {
      if (bytes === undefined) continue;
      this.#searched.set(bytes, this.#searchedLength);
      this.#searchedLength += bytes.length;
    }
    return this.#searched.subarray(0, this.#searchedLength);
  }

  #keep(bytes: Buffer, searched: Uint8Array): void {
    if (this.#constants.length > 0) {
      this.#searchesAll ||= !haveNoSecrets(Buffer.from(this.#constants.join('"')));
      this.#constants = [];
    }
    const isClean = haveNoSecrets(this.#searchesAll ? bytes : searched);
    this.#stretches.push(this.#spool.append(isClean ? bytes : cleaned(bytes)));
  }
}

function cleaned(bytes: Buffer): Buffer {
  const text = bytes.toString();
  if (findSecrets(text).length === 0) return bytes;
  // As if each line were looked at alone.
  const lines = text.split('\n').map((line) => withoutSecrets(line));
  return Buffer.from(lines.join('\n'));
}
