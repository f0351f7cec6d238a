import { ScratchFile } from '../../input/bytes/scratch-file.ts';

const mostInMemory = 1 << 24;

/** Where something lies in a spool, in bytes. */
export type Stretch = readonly [at: number, length: number];

/** Bytes kept until they are wanted: in memory, and, when they become many, in a file that nobody else can open. */
export class Spool {
  readonly #held = new Map<number, Uint8Array>();
  #end = 0;
  #file: ScratchFile | undefined;

  /** `file`: one that is there already, by its descriptor; everything goes there at once. */
  constructor(file?: number) {
    if (file !== undefined) this.#file = new ScratchFile(file);
  }

  /** Nothing that was appended is held any more. */
  get isInFile(): boolean {
    return this.#file !== undefined;
  }

  append(bytes: Uint8Array): Stretch {
    const at = this.#end;
    this.#end += bytes.length;
    if (this.#file === undefined) {
      this.#held.set(at, bytes);
      if (this.#end > mostInMemory) this.#spill();
    } else this.#file.append(bytes);
    return [at, bytes.length];
  }

  /** What was appended as one piece. */
  read([at, length]: Stretch): Uint8Array {
    if (this.#file === undefined) return this.#held.get(at) ?? new Uint8Array();
    const bytes = Buffer.allocUnsafeSlow(length);
    this.#file.read(bytes, at);
    return bytes;
  }

  /** Lets go of everything. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
    this.#held.clear();
  }

  #spill(): void {
    this.#file = new ScratchFile();
    // In the order in which they came.
    for (const bytes of this.#held.values()) this.#file.append(bytes);
    this.#held.clear();
  }
}
