import { Option, type Command } from 'commander';
import { ink } from '../../report/text/ink.ts';
import type { Page } from '../../report/text/page.ts';
import type { Measure } from '../../report/text/measure.ts';
import type { Streams } from '../streams.ts';

/** The options that say how a result is printed. */
export interface OutputFlags {
  readonly output: string;
  /** A file instead of stdout. */
  readonly out?: string;
  readonly color: 'auto' | 'always' | 'never';
}

/** Adds `-o` with the formats a command has, the default one first, and `--color`. */
export function addOutputOptions(command: Command, formats: readonly [string, ...string[]]): Command {
  return command
    .addOption(new Option('-o, --output <format>', 'how to print it').choices(formats).default(formats[0]))
    .option('--out <file>', 'write it to this file, not to stdout')
    .addOption(new Option('--color <when>', 'colour').choices(['auto', 'always', 'never']).default('auto'));
}

/** The page that stdout is: its width where a person looks at it, colour where it is wanted. */
export function pageOf(streams: Streams, { color, out }: OutputFlags): (measure: Measure) => Page {
  const { stdout, env } = streams;
  if (out !== undefined) return (measure) => ({ width: undefined, ink: ink(color === 'always'), measure });
  // A terminal that nobody has given a size says 0.
  const width = readColumns(env['COLUMNS']) ?? (stdout.isTTY === true ? stdout.columns || 80 : undefined);
  const painted = ink(color === 'always' || (color === 'auto' && wantsColour(streams)));
  return (measure) => ({ width, ink: painted, measure });
}

/** https://no-color.org: set and not empty means no colour; a dumb terminal cannot show any. */
function wantsColour({ stdout, env }: Streams): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}

function readColumns(text: string | undefined): number | undefined {
  const columns = Number(text ?? '');
  return Number.isInteger(columns) && columns >= 20 ? columns : undefined;
}
