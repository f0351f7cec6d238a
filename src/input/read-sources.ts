import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { SourceArgument } from './argument.ts';
import { documentPlan } from './document-plan.ts';
import { whole } from './json/plan.ts';
import type { Plan } from './json/plan.ts';
import { defaultLimits } from './limits.ts';
import { LiveSession } from './live/session.ts';
import type { Limits } from './limits.ts';
import type { RawDump, SourceProblem } from './model.ts';
import { nothingIn } from './nothing-in.ts';
import { isPacked, openFiles } from './open-files.ts';
import type { OpenFile, OpenFiles } from './open-files.ts';
import { ReadCounter } from './progress.ts';
import type { OnProgress } from './progress.ts';
import { readFile } from './read-file.ts';
import type { FileResult } from './read-file.ts';
import { Recall } from './recall/recall.ts';
import type { ReadFacts, Taker } from './recall/recall.ts';
import type { Escape } from './recall/stand-ins.ts';
import type { Remake } from './shelf/board.ts';
import type { Shelving } from './shelf/shelf.ts';
import { SourceTexts } from './source-texts.ts';

export interface ReadOptions {
  /** What `-` stands for. */
  readonly stdin?: Readable;
  /** What was fetched from proxies that run, by an earlier reading. */
  readonly session?: LiveSession;
  readonly limits?: Limits;
  /** What is kept of each resource of Envoy; everything, when nothing is said. */
  readonly resource?: Plan;
  /** What is kept of the routes that come by RDS, where it is less. */
  readonly route?: Plan;
  /**
   * Called for each resource while it is read; what it answers stands beside the resource (`RawResource.facts`).
   * Its answer may depend on the resource alone, and not on what opaque strings of the plan (`Plan.opaque`) are: it
   * is asked once for resources that differ in them only.
   */
  readonly facts?: ReadFacts;
  /** Where strings in those answers are text of a format: how names are written in it. */
  readonly escape?: Escape;
  /** Keeps of large files what is many of in files of its own; in memory, where nothing is said. */
  readonly shelving?: LargeFiles;
  /** Takes resources while they are read: they are not among those of their dumps. */
  readonly taker?: Taker;
  /** Whether `RawDump.digest` is told, which takes a seventh of the time; it is, when nothing is said. */
  readonly digests?: boolean;
  /** Told how far reading has come. */
  readonly progress?: OnProgress;
}

/** What is done with large files. */
export interface LargeFiles extends Shelving {
  /**
   * Which files are large: those of more bytes, of which packed ones count 32 times, or, where there are several,
   * of sixteen times as many. No archives.
   */
  readonly beyond: number;
  /** What is kept of the entries of routes: their virtual hosts are delivered one by one (`emit`). */
  readonly route: Plan;
}

/** What reading delivered. */
export interface ReadSources {
  readonly dumps: readonly RawDump[];
  readonly problems: readonly SourceProblem[];
  /** Opens the text of what was read again, for looking up evidence. */
  readonly texts: SourceTexts;
}

/**
 * Reads everything the user named: files, folders, archives, stdin. Never throws for what stands in a source:
 * what cannot be used becomes a problem, and what can be used beside it is.
 */
export async function readSources(args: readonly SourceArgument[], options: ReadOptions = {}): Promise<ReadSources> {
  const opened = await openSources(args, options);
  const { files } = opened;
  const read = fileReader(options, files.length, largeAmong(files, options.shelving));
  const counter = options.progress === undefined ? undefined : new ReadCounter(files, options.progress);
  const texts = new SourceTexts(options.limits ?? defaultLimits);
  const results: FileResult[] = [];
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time, so that memory does not grow with their number
    results.push(await read(file, texts, counter));
  }
  return { ...allOf(args, opened, results), texts };
}

/** Finds the files of everything the user named. */
export function openSources(args: readonly SourceArgument[], options: ReadOptions): Promise<OpenFiles> {
  const { limits = defaultLimits, stdin, session = new LiveSession() } = options;
  return openFiles(args, limits, stdin, session);
}

/** Reads one file after the other, each as the options say; what is known of one helps with the next. */
export type ReadOneFile = (file: OpenFile, texts: SourceTexts, counter: ReadCounter | undefined) => Promise<FileResult>;

/** `sources`: how many files there are, which will repeat what others of them say; what was made of that is remembered. */
export function fileReader(
  options: ReadOptions,
  sources: number,
  isLarge: (file: OpenFile) => boolean = () => false,
): ReadOneFile {
  const limits = options.limits ?? defaultLimits;
  const plan = documentPlan(options.resource ?? whole, options.route);
  const taker = options.taker ?? { take: () => false };
  const readFacts = options.facts ?? (() => undefined);
  const recall = new Recall(readFacts, sources, options.escape);
  const settings = { limits, plan, recall, taker, digests: options.digests ?? true };
  const { shelving } = options;
  return async (file, texts, counter) => {
    if (shelving === undefined || !isLarge(file)) return readFile(file, { ...settings, counter }, texts);
    const { Shelf } = await import('./shelf/shelf.ts');
    const shelved = {
      plan: documentPlan(options.resource ?? whole, shelving.route),
      newShelf: (remake: Remake) => new Shelf(shelving, remake),
    };
    // Nothing of it is remembered for others.
    return readFile(file, { ...settings, recall: new Recall(readFacts, 1), counter, shelved }, texts);
  };
}

/** So many large files are likely to be of proxies that are alike, whose edges are judged once if they are in memory. */
const several = 3;
/** Files that are so much larger have no room there in any case. */
const muchLarger = 16;

/** Which of some files are large. */
function largeAmong(files: readonly OpenFile[], shelving: LargeFiles | undefined): (file: OpenFile) => boolean {
  if (shelving === undefined) return () => false;
  const { beyond } = shelving;
  const areSeveral = beyond > 0 && files.filter((file) => sizeOf(file) > beyond).length >= several;
  return (file) => sizeOf(file) > (areSeveral ? beyond * muchLarger : beyond);
}

/** Dumps repeat themselves, so that they are packed into a fortieth as a rule. */
const packedInto = 32;

function sizeOf(file: OpenFile): number {
  const { path } = file;
  const size = path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return isPacked(file) ? size * packedInto : size;
}

/** What all files gave, in their order, and what is to be said of them together. */
export function allOf(
  args: readonly SourceArgument[],
  { files, problems, unanswered }: OpenFiles,
  results: readonly FileResult[],
): Omit<ReadSources, 'texts'> {
  const folders = args.flatMap((argument, index) => {
    if (problems.has(index)) return [];
    return nothingIn(
      argument,
      results.filter((_, at) => files[at]?.argument === index),
    );
  });
  return {
    dumps: results.flatMap((result) => result.dumps),
    problems: [...problems.values(), ...unanswered, ...results.flatMap((result) => result.problems), ...folders],
  };
}
