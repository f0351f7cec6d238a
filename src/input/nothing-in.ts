import { basename, resolve } from 'node:path';
import type { SourceId } from '../evidence.ts';
import type { SourceArgument } from './argument.ts';
import type { SourceProblem } from './model.ts';
import type { FileResult } from './read-file.ts';

/** A folder that the user named and that gave nothing at all is a problem of its own. */
export function nothingIn(argument: SourceArgument, results: readonly FileResult[]): readonly SourceProblem[] {
  if (argument.kind !== 'path' || results.some(({ dumps }) => dumps.length > 0)) return [];
  const problems = results.flatMap((result) => result.problems);
  if (problems.some(({ named }) => named)) return [];
  return [noDumpAmong(basename(resolve(argument.path)), 'a folder', problems)];
}

/** Says what was there instead of a dump. */
export function noDumpAmong(source: SourceId, holder: string, problems: readonly SourceProblem[]): SourceProblem {
  const first = problems[0];
  const saw =
    first === undefined
      ? `${holder} without any file`
      : `${holder} with ${count(problems.length, 'file')}, none of them a dump (${first.source}: ${first.saw})`;
  return {
    source,
    named: true,
    kind: 'not-a-dump',
    saw,
    todo: "put config dumps there: istioctl pc all POD -o json, or Envoy's /config_dump?include_eds",
  };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
