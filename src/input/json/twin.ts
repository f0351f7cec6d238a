import type { Shape } from './shape.ts';

/** A string that the same item has otherwise in each source; `name` is its index among the names. */
interface Moment {
  readonly name: number;
  /** Where it stands among the bytes, without its quotes. */
  readonly start: number;
  readonly end: number;
}

/** An object in a list, byte for byte as it stood in some source, and what was read of it. */
export class Twin {
  /** What came after it the last time. */
  next: Twin | undefined;
  readonly pointer: string;
  /** In its list, as `pointer` says. */
  readonly index: number;
  readonly shape: Shape;
  readonly #raw: Buffer;
  readonly #names: readonly string[];
  readonly #moments: readonly Moment[];

  private constructor(
    raw: Buffer,
    pointer: string,
    shape: Shape,
    names: readonly string[],
    moments: readonly Moment[],
  ) {
    this.pointer = pointer;
    this.index = Number(pointer.slice(pointer.lastIndexOf('/') + 1));
    this.shape = shape;
    this.#raw = raw;
    this.#names = names;
    this.#moments = moments;
  }

  /** Undefined where it cannot be told which of the bytes are the moments (`Shape.varying`). */
  static of(bytes: Uint8Array, pointer: string, shape: Shape, names: readonly string[]): Twin | undefined {
    const raw = Buffer.from(bytes);
    const moments = momentsIn(raw.toString('latin1'), shape, names);
    return moments === undefined ? undefined : new Twin(raw, pointer, shape, names, moments);
  }

  /** In bytes. */
  get length(): number {
    return this.#raw.length;
  }

  /**
   * The names of what stands in `bytes` from `at` on where that is the same item; undefined where it is not, or where
   * it does not end before `to`.
   */
  namesIn(bytes: Uint8Array, at: number, to: number): readonly string[] | undefined {
    const raw = this.#raw;
    if (at + raw.length > to) return undefined;
    let names: string[] | undefined;
    let from = 0;
    for (const { name, start, end } of this.#moments) {
      if (raw.compare(bytes, at + from, at + start, from, start) !== 0) return undefined;
      if (!isAlike(raw, bytes, at, start, end)) return undefined;
      names ??= this.#names.slice();
      names[name] = Buffer.from(bytes.buffer, bytes.byteOffset + at + start, end - start).toString('latin1');
      from = end;
    }
    return raw.compare(bytes, at + from, at + raw.length, from) === 0 ? (names ?? this.#names) : undefined;
  }
}

/** Where the names that tell of a moment stand in the text; undefined where that is not plain. */
function momentsIn(text: string, { varying }: Shape, names: readonly string[]): readonly Moment[] | undefined {
  const found = [...text.matchAll(/"(?:last_?updated|version_?info)"\s*:\s*"([!#-[\]-~]+)"/giu)];
  if (found.length !== varying.size) return undefined;
  const moments = [...varying].map((name, index): Moment | undefined => {
    const match = found[index];
    const moment = match?.[1];
    if (match === undefined || moment === undefined || moment !== names[name]) return undefined;
    const end = match.index + match[0].length - 1;
    return { name, start: end - moment.length, end };
  });
  return moments.every((moment) => moment !== undefined) ? moments : undefined;
}

/** Whether the two have the same punctuation, and so their records the same shape. */
function isAlike(raw: Uint8Array, bytes: Uint8Array, at: number, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const [one, other] = [raw[index] ?? 0, bytes[at + index] ?? 0];
    if (one !== other && !(isWord(one) && isWord(other))) return false;
  }
  return true;
}

/** A letter, a digit or `-`, in ASCII. */
function isWord(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || byte === 45 || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}
