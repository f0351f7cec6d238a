import type { CheckResult } from '../check/run-check.ts';
import { checkTable } from '../report/check-table.ts';
import { laidOut } from '../report/text/measure.ts';
import type { Context } from './command.ts';
import { documentText } from './document-text.ts';
import { notice } from './notice.ts';
import { pageOf, type OutputFlags } from './options/output.ts';
import { writeResult } from './write.ts';

/** Prints what became of expectations; notes exit code 1 where one is not met. */
export async function printCheck(results: readonly CheckResult[], flags: OutputFlags, context: Context): Promise<void> {
  const unmet = results.filter(({ ok }) => !ok).length;
  if (unmet > 0) context.finish(1);
  await writeResult(context.streams, flags, [await printed(results, flags, context)]);
  notice(context.streams, `${results.length - unmet} as expected, ${unmet} not`);
}

async function printed(results: readonly CheckResult[], flags: OutputFlags, { streams }: Context): Promise<string> {
  const { output } = flags;
  if (output === 'json' || output === 'yaml') return documentText({ results }, output);
  const page = pageOf(streams, flags);
  const text = await laidOut((measure) => checkTable(page(measure), results).join('\n'));
  return text === '' ? '' : `${text}\n`;
}
