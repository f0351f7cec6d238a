/** Where a capture keeps what it has, so that one that was interrupted goes on where it stopped. */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, UsageError } from '../../errors.ts';
import { writeBelow } from '../write-below.ts';

/** What came of one word of the command line. */
export interface CapturedWord {
  readonly word: string;
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly incomplete: boolean }[];
  readonly proxies: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly envoy: string;
    readonly istio: string;
  }[];
  /** A sentence for each thing that could not be read. */
  readonly missing: readonly string[];
}

/** A file as it is to be packed. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
  readonly incomplete: boolean;
}

const journal = 'captured.ndjson';

/** A folder beside the bundle, there until the bundle is whole. */
export class WorkFolder {
  readonly #path: string;
  readonly #done: Map<string, CapturedWord>;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(path: string, done: readonly CapturedWord[]) {
    this.#path = path;
    this.#done = new Map(done.map((each) => [each.word, each]));
  }

  /** Begins, or goes on where one with the same `settings` stopped. */
  static async open(out: string, settings: string): Promise<WorkFolder> {
    const path = `${out}.part`;
    const lines = await journalOf(path);
    if (lines === undefined) {
      await begin(path, settings);
      return new WorkFolder(path, []);
    }
    const [first, ...rest] = lines;
    if (first !== settings) {
      throw new UsageError({
        what: 'a capture with other options was begun there and not finished',
        where: path,
        todo: 'Repeat its options to go on with it, or remove the folder.',
      });
    }
    return new WorkFolder(path, rest.flatMap(parsed));
  }

  /** Words that were captured without anything missing, by an earlier run or this one. */
  has(word: string): boolean {
    return this.#done.get(word)?.missing.length === 0;
  }

  get words(): readonly CapturedWord[] {
    return [...this.#done.values()];
  }

  /** Keeps what came of a word; one at a time, in the order in which it is called. */
  keep(captured: Omit<CapturedWord, 'files'>, files: readonly NewFile[]): Promise<void> {
    const kept = this.#keptAfter(this.#last, captured, files);
    this.#last = kept.catch(() => undefined);
    return kept;
  }

  async #keptAfter(
    last: Promise<unknown>,
    captured: Omit<CapturedWord, 'files'>,
    files: readonly NewFile[],
  ): Promise<void> {
    await last;
    await writeBelow(this.#path, files);
    const listed = files.map(({ path, text, incomplete }) => ({ path, sha256: digest(text), incomplete }));
    const whole = { ...captured, files: listed };
    await appendFile(join(this.#path, journal), `${JSON.stringify(whole)}\n`);
    this.#done.set(whole.word, whole);
  }

  read(path: string): Promise<Buffer> {
    return readFile(join(this.#path, path));
  }

  async remove(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true });
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function journalOf(path: string): Promise<readonly string[] | undefined> {
  try {
    return (await readFile(join(path, journal), 'utf8')).split('\n').filter((line) => line !== '');
  } catch {
    return undefined;
  }
}

async function begin(path: string, settings: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await writeFile(join(path, journal), `${settings}\n`);
  } catch (error) {
    throw new InputError(
      {
        what: 'nothing can be written beside the bundle',
        where: path,
        todo: 'Name a file in a folder that may be written to.',
      },
      { cause: error },
    );
  }
}

const parseWord: (line: string) => CapturedWord = JSON.parse;

/** The last line of a run that was interrupted may be half a line. */
function parsed(line: string): readonly CapturedWord[] {
  try {
    return [parseWord(line)];
  } catch {
    return [];
  }
}
