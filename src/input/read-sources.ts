import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import type { SourceArgument } from './argument.ts';
import { collector } from './collect.ts';
import { filesAt } from './files.ts';
import type { FileEntry } from './files.ts';
import type { RawDump, SourceProblem } from './model.ts';
import { readElements } from './parse.ts';

/** What reading delivered. */
export interface ReadSources {
  readonly dumps: readonly RawDump[];
  readonly problems: readonly SourceProblem[];
}

/**
 * Reads everything the user named: files, folders, archives, stdin. Never throws for what stands in a source:
 * what cannot be used becomes a problem, and what can be used beside it is.
 */
export async function readSources(args: readonly SourceArgument[]): Promise<ReadSources> {
  const entries = args.flatMap((argument) => (argument.kind === 'path' ? filesAt(argument.path, argument.name) : []));
  const results = await Promise.all(entries.map(readEntry));
  return {
    dumps: results.flatMap((result) => ('saw' in result ? [] : [result])),
    problems: results.flatMap((result) => ('saw' in result ? [result] : [])),
  };
}

async function readEntry(entry: FileEntry): Promise<RawDump | SourceProblem> {
  const { source, named, explicit, folder, file } = entry;
  const problem = (kind: SourceProblem['kind'], saw: string, todo: string): SourceProblem => ({
    source,
    named,
    kind,
    saw,
    todo,
  });
  try {
    const bytes = await readFile(entry.path);
    const sink = collector(source);
    readElements(bytes, sink);
    const { resources, sections, formats } = sink.result();
    if (formats.length === 0) return problem('not-a-dump', 'JSON that no proxy writes', 'name a config dump');
    return {
      source,
      format: formats.join(', '),
      name: { ...(explicit === undefined ? {} : { explicit }), folder, file },
      sections,
      resources,
      incomplete: false,
      digest: createHash('sha256').update(bytes).digest('hex'),
    };
  } catch (error) {
    return problem('unreadable', error instanceof Error ? error.message : String(error), 'fetch it again');
  }
}
