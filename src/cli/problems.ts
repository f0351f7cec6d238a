import type { Explanation } from '../errors.ts';
import type { SourceProblem } from '../input/model.ts';
import { notice } from './notice.ts';
import type { Streams } from './streams.ts';

/** Lines for files that nobody named are few: a folder may hold thousands that are no dumps. */
const most = 5;

/**
 * Tells on stderr what could not be used, and that the `used` others are; answers whether a source that was
 * named is among what could not.
 */
export function tellProblems(problems: readonly SourceProblem[], used: number, streams: Streams): boolean {
  const named = problems.filter((problem) => problem.named);
  const found = problems.filter((problem) => !problem.named && problem.kind !== 'not-a-dump');
  const skipped = problems.filter((problem) => !problem.named && problem.kind === 'not-a-dump');
  for (const problem of [...named, ...found.slice(0, most)]) tell(problem, streams);
  if (found.length > most)
    notice(streams, `… and ${found.length - most} more that can be used only in part or not at all`);
  if (skipped.length > 0) notice(streams, `${count(skipped.length, 'file is', 'files are')} no dump and left out`);
  const failed = named.some((problem) => problem.kind !== 'older-duplicate');
  if (failed && used > 0)
    notice(streams, `${count(used, 'other dump was', 'other dumps were')} read and ${used === 1 ? 'is' : 'are'} used`);
  return failed;
}

/** A problem as an error: where nothing else was read, it is the answer. */
export function explained(problem: SourceProblem): Explanation {
  return { what: `${placeOf(problem)}: ${problem.saw}`, todo: problem.todo };
}

function tell(problem: SourceProblem, streams: Streams): void {
  notice(streams, `${placeOf(problem)}: ${problem.saw}`, problem.todo);
}

function placeOf({ source, line, column }: SourceProblem): string {
  return line === undefined ? source : `${source}:${line}:${column ?? 1}`;
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`;
}
