import type { Command } from 'commander';
import type { Cause } from '../../cause/cause.ts';
import { causes } from '../../cause/causes.ts';
import { causePage } from '../../cause/page.ts';
import { UsageError } from '../../errors.ts';
import { nearestNames } from '../../input/nearest-names.ts';
import { causeList } from '../../report/cause-list.ts';
import { jsonText } from '../../report/document/json-text.ts';
import { laidOut } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { writeAll } from '../write.ts';

/** Adds `cause [CODE]`. */
export function define(command: Command, context: Context): void {
  const { streams } = context;
  command.argument('[code]', 'a cause by its code; without one, all are listed');
  addExamples(command, context, [
    ['cause', 'all of them'],
    ['cause dr-tls-disable', 'how it comes about, how to tell, and what to change'],
  ]);
  addOutputOptions(command, ['text', 'json']).action(async (code: string | undefined, flags: OutputFlags) => {
    const asked = code === undefined ? undefined : causeNamed(code);
    if (flags.output === 'json') {
      const document = { causes: (asked === undefined ? causes : [asked]).map(summary) };
      return writeAll(streams.stdout, [`${jsonText(document, 2)}\n`]);
    }
    if (asked !== undefined) return writeAll(streams.stdout, [causePage(asked)]);
    const page = pageOf(streams, flags);
    const text = await laidOut((measure) => causeList(page(measure), causes).join('\n'));
    return writeAll(streams.stdout, [`${text}\n`]);
  });
}

function causeNamed(code: string): Cause {
  const found = causes.find((cause) => cause.code === code.toLowerCase());
  if (found !== undefined) return found;
  const codes = causes.map((cause) => cause.code);
  const near = nearestNames(code, codes);
  throw new UsageError({
    what: `there is no cause ${code}`,
    todo: near.length === 0 ? 'See them all with `mtlscope cause`.' : `Did you mean ${near.join(' or ')}?`,
  });
}

/** What a program may want to know of a cause without its page. */
function summary({ code, title, group, reads, references, page }: Cause): object {
  return { code, title, group, see: page.see, why: page.why, reads, references };
}
