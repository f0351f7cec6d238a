import { Buffer } from 'node:buffer';
import { ScratchFile } from '../bytes/scratch-file.ts';
import type { JsonRecord } from '../json/record.ts';
import { ShapedRecord, type Shape } from '../json/shape.ts';
import type { JsonValue } from '../model.ts';

/** Texts are put together to so many bytes before they are written. */
const stagingSize = 1 << 18;
/** So many positions are one piece of memory. */
const chunkLength = 1 << 13;

/** The names that a shape leaves out, or the value where there is none. */
type Content = readonly string[] | readonly [JsonValue];

/** A record as text; the shape is its number, or -1. */
type Kept = readonly [
  shape: number,
  nth: number,
  document: number,
  start: number,
  end: number,
  pointer: string,
  content: Content,
];

const parse: (text: string) => Kept = JSON.parse;

/** One of the resources that a record holds. */
export interface ResourceRecord {
  readonly record: JsonRecord;
  /** Which of them, from 0. */
  readonly nth: number;
}

/** Resources in a file, as the records that they were made of: of each, eight bytes stay in memory. */
export class RecordStore {
  /** There is none as long as there is little. */
  #file: ScratchFile | undefined;
  readonly #shapes: Shape[] = [];
  readonly #numbers = new Map<Shape, number>();
  /** Where each of them ends in the file. */
  readonly #ends: Float64Array[] = [];
  #count = 0;
  #end = 0;
  #staging = Buffer.alloc(0);
  #staged = 0;

  get length(): number {
    return this.#count;
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  append({ record, nth }: ResourceRecord): void {
    const { document, start, end, pointer, shape, names } = record;
    const kept: Kept =
      shape === undefined || names === undefined
        ? [-1, nth, document, start, end, pointer, [record.value]]
        : [this.#numberOf(shape), nth, document, start, end, pointer, names];
    this.#write(JSON.stringify(kept));
    const chunk = this.#ends[Math.floor(this.#count / chunkLength)] ?? new Float64Array(chunkLength);
    if (this.#count % chunkLength === 0) this.#ends.push(chunk);
    chunk[this.#count % chunkLength] = this.#end;
    this.#count += 1;
  }

  /** What was appended as the one of this number. */
  at(index: number): ResourceRecord {
    const from = index === 0 ? 0 : this.#endOf(index - 1);
    const bytes = this.#bytes(from, this.#endOf(index));
    const [number, nth, document, start, end, pointer, content] = parse(bytes.toString('utf8'));
    const place = { emit: 'entry', document, start, end, pointer };
    const shape = this.#shapes[number];
    if (shape !== undefined && isNames(content)) return { nth, record: new ShapedRecord(place, shape, content) };
    return { nth, record: { ...place, value: content[0] ?? null } };
  }

  #bytes(from: number, to: number): Buffer {
    const staged = this.#end - this.#staged;
    if (from >= staged) return this.#staging.subarray(from - staged, to - staged);
    const bytes = Buffer.allocUnsafe(to - from);
    this.#file?.read(bytes, from);
    return bytes;
  }

  #endOf(index: number): number {
    return this.#ends[Math.floor(index / chunkLength)]?.[index % chunkLength] ?? 0;
  }

  #numberOf(shape: Shape): number {
    const known = this.#numbers.get(shape);
    if (known !== undefined) return known;
    this.#numbers.set(shape, this.#shapes.push(shape) - 1);
    return this.#shapes.length - 1;
  }

  #write(text: string): void {
    // As UTF-8, a character takes three bytes at most.
    const most = text.length * 3;
    if (this.#staged + most > this.#staging.length) {
      this.#flush();
      if (this.#staging.length < most) this.#staging = Buffer.allocUnsafeSlow(Math.max(most, stagingSize));
    }
    const length = this.#staging.write(text, this.#staged);
    this.#staged += length;
    this.#end += length;
  }

  #flush(): void {
    if (this.#staged === 0) return;
    this.#file ??= new ScratchFile();
    this.#file.append(this.#staging.subarray(0, this.#staged));
    this.#staged = 0;
  }
}

function isNames(content: Content): content is readonly string[] {
  return content.every((each) => typeof each === 'string');
}
