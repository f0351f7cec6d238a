import { factLines, proxyLine } from '../../envoy/fact-lines.ts';
import { resourcePlan } from '../../envoy/projection.ts';
import { jsonText } from '../../report/document/json-text.ts';
import type { Context } from '../command.ts';
import { readNamed, type SourceFlags } from '../options/sources.ts';
import { writeAll } from '../write.ts';
import { readPages, type Paging, type ReadPages } from './read-pages.ts';
import { threadsFor } from './threads.ts';

/** Prints proxies as they stand in their dumps, as far as they are read, a line for each fact. */
export async function printFactPages(sources: readonly string[], flags: SourceFlags, context: Context): Promise<void> {
  const threads: Paging['threads'] = (files) => threadsFor(files, context);
  const paging = { maker: 'facts', ordinary: { resource: resourcePlan }, threads } as const;
  const read = await readNamed(sources, flags, context, (args, options) => readPages(args, options, paging));
  try {
    await writeAll(context.streams.stdout, linesOf(read));
  } finally {
    read.close();
  }
}

function* linesOf({ proxies, pageOf, textOf }: ReadPages): Generator<string | Uint8Array> {
  for (const proxy of proxies) {
    const page = pageOf(proxy);
    const [dump] = proxy.dumps;
    if (page === undefined || dump === undefined) {
      for (const line of factLines(proxy)) yield `${jsonText(line)}\n`;
    } else {
      yield jsonText(proxyLine(proxy, dump));
      yield* textOf(page, 'lines');
      yield '\n';
    }
  }
}
