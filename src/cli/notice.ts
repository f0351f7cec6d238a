import { ink, span } from '../report/text/ink.ts';
import { narrow } from '../report/text/measure.ts';
import { oneLine } from '../report/text/page.ts';
import { withoutSecrets } from '../secrets/find-secrets.ts';
import { hang } from '../report/text/wrap.ts';
import type { Streams } from './streams.ts';

/** Something to know beside the result: on stderr, wrapped where a person reads it. */
export function notice({ stderr }: Streams, ...paragraphs: readonly string[]): void {
  const width = stderr.isTTY === true ? stderr.columns : undefined;
  const page = { width, ink: ink(false), measure: narrow };
  for (const [at, paragraph] of paragraphs.entries()) {
    const indent = at === 0 ? 0 : 2;
    // In a pipe a message stays on its line, so that it can be looked for.
    const lines =
      width === undefined ? [' '.repeat(indent) + oneLine(paragraph)] : hang(page, [], [span(paragraph)], indent);
    stderr.write(`${withoutSecrets(lines.join('\n'))}\n`);
  }
}
