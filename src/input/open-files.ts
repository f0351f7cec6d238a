import { statSync } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { SourceId } from '../evidence.ts';
import type { SourceArgument } from './argument.ts';
import { fileChunks } from './bytes/chunks.ts';
import { spool } from './bytes/spool.ts';
import type { Reopen } from './bytes/spool.ts';
import { filesAt, identityOf } from './files.ts';
import { labelFiles } from './labels.ts';
import type { Limits } from './limits.ts';
import type { Opened } from './live/open-kubernetes.ts';
import type { LiveSession } from './live/session.ts';
import type { NameHints, SourceProblem } from './model.ts';
import { problemOf } from './problem.ts';
import { hintsIn } from './whose.ts';

/** A file, or what came through a pipe, that is there to be read. */
export interface OpenFile {
  readonly source: SourceId;
  /** The user named this very source: that it cannot be read is an error then. */
  readonly named: boolean;
  readonly hints: NameHints;
  /** Which of the user's arguments it belongs to, from 0. */
  readonly argument: number;
  readonly reopen: Reopen;
  /** Where the bytes lie in a file of their own, its path. */
  readonly path?: string;
}

/** Whether it holds more than it seems, as its name says. */
export function isPacked({ path }: OpenFile): boolean {
  return /\.(?:t?gz|zip)$/iu.test(path ?? '');
}

export interface OpenFiles {
  readonly files: readonly OpenFile[];
  /** What stood in the way of an argument, by its index. */
  readonly problems: ReadonlyMap<number, SourceProblem>;
  /** Pages of proxies that run which could not be had. */
  readonly unanswered: readonly SourceProblem[];
}

/** Finds the files of all arguments, each once, with their labels. Nothing is read yet, except pipes. */
export async function openFiles(
  args: readonly SourceArgument[],
  limits: Limits,
  stdin: Readable | undefined,
  session: LiveSession,
): Promise<OpenFiles> {
  const problems = new Map<number, SourceProblem>();
  const found = uniqueFiles(
    args.flatMap((argument, index) => {
      if (argument.kind !== 'path') return [];
      try {
        return filesAt(argument.path, limits).map((file) => ({ ...file, explicit: argument.name, argument: index }));
      } catch (error) {
        problems.set(index, problemOf(basename(resolve(argument.path)), true, error));
        return [];
      }
    }),
  );
  const labels = labelFiles(found);
  const files = found.map(async (file, index): Promise<OpenFile> => {
    const path = resolve(file.path);
    return {
      source: labels[index] ?? file.path,
      named: file.inside === undefined,
      argument: file.argument,
      hints: hintsIn(path.split(sep).join('/'), dirname(path), file.explicit),
      ...(await opener(path)),
    };
  });
  const piped = args.findIndex((argument) => argument.kind === 'stdin');
  if (piped >= 0 && stdin !== undefined) files.push(openStdin(stdin, piped, args[piped]?.name));
  const live = await Promise.all(args.map((argument, index) => openLive(argument, index, session)));
  return {
    files: [...(await Promise.all(files)), ...live.flatMap((each) => each.files)],
    problems,
    unanswered: live.flatMap((each) => each.problems),
  };
}

/** A pipe such as `<(kubectl …)` can be read only once, so it is kept. */
async function opener(path: string): Promise<Pick<OpenFile, 'path' | 'reopen'>> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== false) return { path, reopen: () => fileChunks(path) };
  return { reopen: await spool(fileChunks(path)) };
}

async function openStdin(stdin: Readable, argument: number, name: string | undefined): Promise<OpenFile> {
  const explicit = name === undefined ? {} : { explicit: name };
  return {
    source: 'stdin',
    named: true,
    argument,
    hints: { ...explicit, file: 'stdin', group: '-' },
    reopen: await spool(stdin),
  };
}

/** What asks proxies that run is loaded when one is named. */
async function openLive(argument: SourceArgument, index: number, session: LiveSession): Promise<Opened> {
  switch (argument.kind) {
    case 'admin': {
      const { openAdmin } = await import('./live/open-admin.ts');
      return openAdmin(argument.target, index, argument.name);
    }
    case 'kubernetes': {
      const { openKubernetes } = await import('./live/open-kubernetes.ts');
      return openKubernetes(argument.target, index, argument.name, session);
    }
    case 'path':
    case 'stdin':
      return { files: [], problems: [] };
  }
}

function uniqueFiles<T extends { readonly path: string }>(files: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return files.filter(({ path }) => {
    const identity = identityOf(path);
    return !seen.has(identity) && seen.add(identity);
  });
}
