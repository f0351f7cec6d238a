import { Interned } from '../../envoy/intern.ts';
import type { Proxy } from '../../envoy/model.ts';
import { present } from '../../envoy/present.ts';
import { resourcePlan } from '../../envoy/projection.ts';
import { readResource } from '../../envoy/read/resource.ts';
import type { SourceArgument } from '../../input/argument.ts';
import type { RawResource } from '../../input/model.ts';
import { allParts, factRecords, noFilter } from '../../inspection/fact-records.ts';
import { notesOf } from '../../inspection/notes.ts';
import { openingRecords } from '../../inspection/opening.ts';
import { proxyRecord } from '../../inspection/proxy-record.ts';
import { proxyOf, timeOf, type InspectOptions, type ReadProxies } from '../../read-proxies.ts';
import { jsonDocument, type DocumentRecord, type ProxyListName } from '../../report/document/json.ts';
import type { Context } from '../command.ts';
import type { OutputFlags } from '../options/output.ts';
import { readNamed, type SourceFlags } from '../options/sources.ts';
import { tellTime } from '../time-note.ts';
import { writeResult } from '../write.ts';
import { beforeRecord } from './inspection-pages.ts';
import type { Page } from './page.ts';
import { readPages, type Paging, type ReadPages } from './read-pages.ts';
import { threadsFor } from './threads.ts';

const lists: readonly ProxyListName[] = ['listeners', 'clusters', 'endpoints', 'secrets', 'modes'];

/** A proxy, or, where there is a page, as much of it as is not in there. */
interface Shown {
  readonly proxy: Proxy;
  readonly page: Page | undefined;
}

/** What was read, with the proxies that the notes and the time need. */
interface ReadInspection extends Omit<ReadPages, 'proxies'>, Pick<ReadProxies, 'proxies' | 'time'> {
  readonly shown: readonly Shown[];
}

/** Prints all facts as JSON, in memory that does not grow with what the dumps say. */
export async function printInspectionPages(
  sources: readonly string[],
  flags: SourceFlags & OutputFlags,
  expiring: number,
  context: Context,
): Promise<void> {
  const threads: Paging['threads'] = (files) => threadsFor(files, context);
  const inspected = await readNamed(sources, flags, context, (args, options) => readInspection(args, options, threads));
  const { shown, proxies, time, dumps, problems } = inspected;
  tellTime(inspected, context);
  const records = function* (): Generator<DocumentRecord> {
    yield* openingRecords({ dumps, problems, ...time });
    for (const { proxy, page } of shown) {
      if (page === undefined) yield* factRecords(proxy, allParts, noFilter);
      else yield* pageRecords(proxy, page, inspected);
    }
    yield* notesOf(proxies, time.at, expiring);
  };
  try {
    await writeResult(context.streams, flags, jsonDocument(records()));
  } finally {
    inspected.close();
  }
}

async function readInspection(
  args: readonly SourceArgument[],
  options: InspectOptions,
  threads: Paging['threads'],
): Promise<ReadInspection> {
  const interned = new Interned();
  const facts = (resource: RawResource): unknown => readResource(resource, interned);
  const ordinary = { resource: resourcePlan, facts };
  const pages = await readPages(args, options, { maker: 'inspection', ordinary, ...present({ threads }) });
  const shown = pages.proxies.map((raw): Shown => {
    const page = pages.pageOf(raw);
    return { page, proxy: page?.proxy ?? proxyOf(raw, interned) };
  });
  const proxies = shown.map(({ proxy }) => proxy);
  return { ...pages, shown, proxies, time: timeOf(proxies, args, pages.dumps, options) };
}

function* pageRecords(proxy: Proxy, page: Page, { textOf }: ReadInspection): Generator<DocumentRecord> {
  yield proxyRecord(proxy);
  for (const list of lists) {
    const pieces = textOf(page, list);
    yield { kind: 'written', list, pieces: page.written === page.name ? pieces : renamed(pieces, page) };
  }
}

/** Pieces that were written when it was not known yet what the proxy is called. */
function* renamed(pieces: Iterable<Uint8Array>, { written, name }: Page): Generator<string> {
  const decoder = new TextDecoder();
  for (const piece of pieces) yield decoder.decode(piece).replaceAll(beforeRecord(written), beforeRecord(name));
}
