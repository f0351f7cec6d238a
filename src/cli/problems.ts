import type { SourceProblem } from '../input/model.ts';
import { printable } from '../printable.ts';
import type { Streams } from './streams.ts';

/** Lines for files that nobody named are few: a folder may hold thousands that are no dumps. */
const most = 5;

/** Tells on stderr what could not be used; answers whether a source that was named is among it. */
export function tellProblems(problems: readonly SourceProblem[], { stderr }: Streams): boolean {
  const named = problems.filter((problem) => problem.named);
  const found = problems.filter((problem) => !problem.named && problem.kind !== 'not-a-dump');
  const skipped = problems.filter((problem) => !problem.named && problem.kind === 'not-a-dump');
  for (const problem of [...named, ...found.slice(0, most)]) stderr.write(`${describe(problem)}\n`);
  if (found.length > most) stderr.write(`… and ${found.length - most} more files that could be read only in part\n`);
  if (skipped.length > 0)
    stderr.write(`${skipped.length} ${skipped.length === 1 ? 'file is' : 'files are'} no dump and left out\n`);
  return named.some((problem) => problem.kind !== 'older-duplicate');
}

function describe({ source, line, column, saw, todo }: SourceProblem): string {
  const place = line === undefined ? source : `${source}:${line}:${column ?? 1}`;
  return printable(`${place}: ${saw}\n  ${todo}`);
}
