/**
 * Reads sources into pages, as far as that can be done. What turns out to tell of a proxy that others tell of as well
 * is read again in the ordinary way, and so is what no page can be made of.
 */
import { present } from '../../envoy/present.ts';
import type { SourceArgument } from '../../input/argument.ts';
import { groupDumps } from '../../input/join/group-dumps.ts';
import { nameInFile } from '../../input/join/name-in-file.ts';
import { isOfProxy, joinProxies, type Joined } from '../../input/join.ts';
import { defaultLimits } from '../../input/limits.ts';
import type { RawDump, RawProxy } from '../../input/model.ts';
import type { OpenFile } from '../../input/open-files.ts';
import { ReadTally } from '../../input/progress.ts';
import type { FileResult } from '../../input/read-file.ts';
import { allOf, fileReader, openSources, type ReadOptions, type ReadSources } from '../../input/read-sources.ts';
import { SourceTexts } from '../../input/source-texts.ts';
import type { InspectOptions } from '../../read-proxies.ts';
import type { PageMakerName } from './page-makers.ts';
import type { Threads } from './thread-pool.ts';
import type { Page } from './page.ts';
import { PagedFiles } from './paged-files.ts';

/** How a command makes pages, and what it makes where there can be none. */
export interface Paging {
  readonly maker: PageMakerName;
  readonly ordinary: Pick<ReadOptions, 'resource' | 'facts'>;
  /** Threads for these files; this one alone, where nothing is said. */
  readonly threads?: (files: readonly OpenFile[]) => Threads | undefined;
}

/** What was read. Dumps of which there are pages have no resources. */
export interface ReadPages extends Joined, Pick<ReadSources, 'dumps' | 'problems'> {
  /** The page of a proxy, where there is one. */
  readonly pageOf: (proxy: RawProxy) => Page | undefined;
  /** A text of a page, piece by piece. */
  readonly textOf: (page: Page, list: string) => Iterable<Uint8Array>;
  /** Lets go of all texts. */
  readonly close: () => void;
}

/** Reads the sources. Never throws for what stands in one. */
export async function readPages(
  args: readonly SourceArgument[],
  { stdin, session, progress }: InspectOptions,
  { maker, ordinary, threads }: Paging,
): Promise<ReadPages> {
  const opened = await openSources(args, present({ stdin, session }));
  const { files } = opened;
  const tally = new ReadTally(files, progress ?? (() => undefined));
  const pagedFiles = new PagedFiles(maker, { tally, ...present({ threads }) });
  const paged = await pagedFiles.read(filesAlone(files));
  const pages = new Map<RawDump, Page>();
  const readFile = fileReader({ ...ordinary, digests: false }, files.length);
  const texts = new SourceTexts(defaultLimits);
  const results = new Map<OpenFile, FileResult>();
  for (const file of files) {
    const known = paged.get(file);
    if (known?.kind === 'paged') {
      for (const { dump, page } of known.dumps) if (page !== undefined) pages.set(dump, page);
      results.set(file, { ...known, dumps: known.dumps.map(({ dump }) => dump) });
    } else {
      const counter = known === undefined ? tally.counterOf(file) : undefined;
      // oxlint-disable-next-line no-await-in-loop -- one at a time, so that memory does not grow with their number
      results.set(file, await readFile(file, texts, counter));
    }
  }
  const misread = misreadOf(
    [...results.values()].flatMap(({ dumps }) => dumps),
    pages,
  );
  for (const [file, { dumps }] of results) {
    // oxlint-disable-next-line no-await-in-loop -- likewise
    if (dumps.some((dump) => misread.has(dump))) results.set(file, await readFile(file, texts, undefined));
  }
  const { dumps, problems } = allOf(args, opened, [...results.values()]);
  const joined = joinProxies(dumps);
  return {
    ...joined,
    dumps,
    problems: [...problems, ...joined.problems],
    pageOf: ({ dumps: [dump] }) => (dump === undefined ? undefined : pages.get(dump)),
    textOf: (page, list) => pagedFiles.textOf(page, list),
    close: () => pagedFiles.close(),
  };
}

/** Files of which each seems to be all that is told of a proxy: no other of its folder is called like it. */
function filesAlone(files: readonly OpenFile[]): readonly OpenFile[] {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(keyOf(file), (counts.get(keyOf(file)) ?? 0) + 1);
  return files.filter((file) => counts.get(keyOf(file)) === 1);
}

/** Equal for files that tell of the same proxy, as far as their names say. */
function keyOf({ hints: { explicit, group = '', file } }: OpenFile): string {
  return explicit === undefined ? `${group}\n${nameInFile(file) ?? ''}` : `\n${explicit}`;
}

/** Dumps whose pages are not right: they are not all that is told of a proxy, or of another than it seemed. */
function misreadOf(dumps: readonly RawDump[], pages: ReadonlyMap<RawDump, Page>): ReadonlySet<RawDump> {
  const misread = groupDumps(dumps.filter(isOfProxy)).flatMap(({ name, namespace, dumps: members }) =>
    members.filter((dump) => {
      const page = pages.get(dump);
      return page !== undefined && (members.length > 1 || page.name !== name || page.namespace !== namespace);
    }),
  );
  return new Set(misread);
}
