import { findSecrets, withoutSecrets } from '../../secrets/find-secrets.ts';
import type { Spool, Stretch } from './spool.ts';

const pieceLength = 1 << 17;

/** Text that is written line by line and goes into a spool in pieces, without what looks like a secret. */
export class Lines {
  readonly #spool: Spool;
  readonly #beginning: () => string;
  readonly #stretches: Stretch[] = [];
  #before: string | undefined;
  #pending = '';

  /** `beginning` is asked for with the first line, and stands before each. */
  constructor(spool: Spool, beginning: () => string) {
    this.#spool = spool;
    this.#beginning = beginning;
  }

  append(line: string): void {
    this.#before ??= this.#beginning();
    this.#pending += this.#before + line;
    if (this.#pending.length >= pieceLength) this.settle();
  }

  /** Lets go of what is held in memory. */
  settle(): void {
    if (this.#pending === '') return;
    this.#stretches.push(this.#spool.append(Buffer.from(cleaned(this.#pending))));
    this.#pending = '';
  }

  /** Where all of it lies. */
  get stretches(): readonly Stretch[] {
    this.settle();
    return this.#stretches;
  }
}

/** As if each line were looked at alone; as a rule there is nothing in any. */
function cleaned(text: string): string {
  if (findSecrets(text).length === 0) return text;
  return text
    .split('\n')
    .map((line) => withoutSecrets(line))
    .join('\n');
}
