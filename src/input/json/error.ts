/** Why reading stopped. `cut`: the bytes ended too early; what was complete before is delivered. */
export type JsonErrorKind = 'syntax' | 'cut' | 'limit';

/** The bytes are not the JSON they should be. */
export class JsonError extends Error {
  readonly kind: JsonErrorKind;
  /** Byte offset in all that was fed. */
  readonly offset: number;
  /** What was seen there, as the middle of a sentence. */
  readonly saw: string;

  constructor(kind: JsonErrorKind, offset: number, saw: string) {
    super(`${saw} at byte ${offset}`);
    this.name = 'JsonError';
    this.kind = kind;
    this.offset = offset;
    this.saw = saw;
  }
}
