import { setTimeout as sleep } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import { UsageError, UserError } from '../../errors.ts';
import { forgetSpooled } from '../../input/bytes/spool.ts';
import { outcomeWords } from '../../report/outcome-words.ts';
import { printable } from '../../printable.ts';
import type { Verdict } from '../../verdict/model.ts';
import type { Context } from '../command.ts';
import { addQuestionOptions, judgeWords, type QuestionFlags, type Words } from '../judge-words.ts';
import { addExamples } from '../options/examples.ts';
import { splitTarget } from '../words.ts';
import { writeAll } from '../write.ts';

interface Flags extends QuestionFlags {
  readonly until?: string;
  readonly timeout?: string;
  readonly interval: string;
}

/** Adds `watch FROM TO [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command
    .argument('<from>', 'the client, as in explain')
    .argument('<to-and-sources...>', 'what it calls, then dumps or proxies that run')
    .addOption(new Option('--until <outcome>', 'stop when every endpoint has it').choices(Object.keys(outcomeWords)))
    .option('--timeout <time>', 'give up after so long, such as 90s or 5m (exit 1)')
    .option('--interval <time>', 'how long to wait between two looks', '2s');
  addQuestionOptions(command);
  addExamples(command, context, [
    ['watch pod/sleep.demo web:80 --until mtls --timeout 5m', 'while a fix makes its way to the proxies'],
  ]);
  command.action((from: string, words: readonly string[], flags: Flags) => run(from, words, flags, context));
}

async function run(from: string, given: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { to, sources } = splitTarget(given);
  if (to === undefined) {
    throw new UsageError({ what: 'there is nothing to watch', todo: 'Name the two ends of an edge, as in explain.' });
  }
  const words = { from, to, sources };
  const end = flags.timeout === undefined ? Infinity : context.now().getTime() + milliseconds(flags.timeout);
  const interval = milliseconds(flags.interval);
  let before: string | undefined;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const { verdicts, told: now } = await look(words, flags, context);
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    if (now !== before) await writeAll(context.streams.stdout, [`${context.now().toISOString()}\n${now}\n`]);
    before = now;
    if (reached(verdicts, flags.until)) return;
    if (context.now().getTime() + interval > end) {
      context.finish(1);
      return;
    }
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    await sleep(interval);
  }
}

interface Look {
  readonly verdicts: readonly Verdict[];
  readonly told: string;
}

/** While something is mended pods come and go: that one cannot be read is a state like any other, and no error. */
async function look(words: Words, flags: Flags, context: Context): Promise<Look> {
  const quiet: Context = { ...context, finish: () => undefined };
  try {
    const { verdicts } = await judgeWords(words, flags, quiet);
    return { verdicts, told: verdicts.map(told).join('\n') };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { verdicts: [], told: printable(`  ? ${error.what}`) };
  } finally {
    forgetSpooled();
  }
}

/** One line for each endpoint: what is so now, and why. */
function told({ from, to, endpoints }: Verdict): string {
  return endpoints
    .map(({ outcome, endpoint, because }) => {
      const { mark, name } = outcomeWords[outcome];
      return printable(
        `  ${mark} ${from.name} → ${to}${endpoint === undefined ? '' : ` at ${endpoint}`}  ${name}: ${because}`,
      );
    })
    .join('\n');
}

function reached(verdicts: readonly Verdict[], until: string | undefined): boolean {
  return until !== undefined && verdicts.length > 0 && verdicts.every(({ outcome }) => outcome === until);
}

/** `500ms`, `2s`, `5m`, `1h`. Throws a `UsageError` for anything else. */
function milliseconds(text: string): number {
  const parts = /^(\d+)(ms|s|m|h)$/u.exec(text);
  const unit = new Map([
    ['ms', 1],
    ['s', 1000],
    ['m', 60_000],
    ['h', 3_600_000],
  ]).get(parts?.[2] ?? '');
  if (unit === undefined)
    throw new UsageError({ what: `\`${text}\` is no length of time`, todo: 'Write 500ms, 2s, 5m or 1h.' });
  return Number(parts?.[1]) * unit;
}
