/**
 * Makes pages while dumps are read: a dump that knows ten thousand services has ten thousand clusters, and they come
 * in front of what has to be told before them. Nothing of them is kept but their text.
 */
import { isOfProxy, joinProxies } from '../../input/join.ts';
import type { JsonObject, NameHints, RawDump, RawResource } from '../../input/model.ts';
import { nodeIdOf } from '../../input/node-id.ts';
import type { OpenFile } from '../../input/open-files.ts';
import type { ReadCounter } from '../../input/progress.ts';
import type { FileResult } from '../../input/read-file.ts';
import { fileReader, type ReadOneFile } from '../../input/read-sources.ts';
import type { FillingOfRecipe, Take } from '../../input/recall/recall.ts';
import { defaultLimits } from '../../input/limits.ts';
import { SourceTexts } from '../../input/source-texts.ts';
import type { PageMaker, Draft } from './page-maker.ts';
import type { Paged, PagedDump } from './page.ts';
import type { Spool } from './spool.ts';

export class PageReader {
  readonly #maker: PageMaker;
  readonly #spool: Spool;
  readonly #number: number;
  readonly #readFile: ReadOneFile;
  /** Of the file that is being read, by source. */
  readonly #drafts = new Map<string, Draft>();
  #hints: NameHints = { file: '' };
  #current: Draft | undefined;
  #source: string | undefined;

  /** `number` is that of the spool. */
  constructor(maker: PageMaker, spool: Spool, number: number) {
    this.#maker = maker;
    this.#spool = spool;
    this.#number = number;
    this.#readFile = fileReader(
      { ...maker.reading, taker: { take: this.#take, fillingOf: this.#fillingOf }, digests: false },
      1,
    );
  }

  /** Reads a file, and makes pages of what it holds. */
  async read(file: OpenFile, counter: ReadCounter | undefined): Promise<Paged> {
    this.#hints = file.hints;
    const result = await this.#readFile(file, new SourceTexts(defaultLimits), counter);
    const paged = this.#paged(result);
    this.#drafts.clear();
    this.#current = undefined;
    this.#source = undefined;
    return paged ?? { kind: 'unfit' };
  }

  readonly #take: Take = (resource) => {
    const { source } = resource.place;
    if (this.#current === undefined || source !== this.#source) {
      // Of an archive one member comes after the other.
      this.#current?.settle();
      this.#current = this.#draftOf(source);
      this.#source = source;
    }
    const isTaken = this.#current.take(resource);
    // All that follows would be read for nothing.
    if (!this.#current.isFit) throw new Error('no page can be made of this');
    return isTaken;
  };

  readonly #fillingOf: FillingOfRecipe = (recipe, source) =>
    source === this.#source ? this.#current?.fillingOf(recipe, source) : undefined;

  #draftOf(source: string): Draft {
    const draft = this.#drafts.get(source) ?? this.#maker.draft(this.#spool, this.#hints);
    this.#drafts.set(source, draft);
    return draft;
  }

  #paged({ dumps, problems }: FileResult): Paged | undefined {
    const paged: PagedDump[] = [];
    for (const dump of dumps) {
      const isPage = this.#draftOf(dump.source).hasTaken || (isOfProxy(dump) && isOfProxyOnly(dump));
      const each = isPage ? this.#page(dump) : asItIs(dump);
      if (each === undefined || paged.some((other) => other.dump.source === dump.source)) return undefined;
      paged.push(each);
    }
    const sources = new Set(dumps.map(({ source }) => source));
    // Of what was taken of any other source nothing is left.
    for (const [source, { hasTaken }] of this.#drafts) if (hasTaken && !sources.has(source)) return undefined;
    return { kind: 'paged', dumps: paged, problems };
  }

  #page(dump: RawDump): PagedDump | undefined {
    const standIn = { ...dump, resources: [...dump.resources.flatMap(identity), something(dump)] };
    const [owner] = joinProxies([standIn]).proxies;
    if (owner === undefined || !isOfProxyOnly(dump)) return undefined;
    const page = this.#draftOf(dump.source).finish({ ...owner, dumps: [dump] }, dump);
    return page === undefined ? undefined : { dump: standIn, page: { ...page, spool: this.#number } };
  }
}

const notOfProxies: ReadonlySet<RawResource['kind']> = new Set(['kubernetes', 'mesh-config', 'capture', 'ztunnel']);

function isOfProxyOnly({ resources }: RawDump): boolean {
  return resources.every(({ kind }) => !notOfProxies.has(kind));
}

/** A dump that holds something else than proxies, and of which nothing was made. */
function asItIs(dump: RawDump): PagedDump | undefined {
  if (dump.resources.some(({ facts }) => facts !== undefined)) return undefined;
  return { dump: { ...dump, resources: dump.resources.map((each) => ({ ...each, value: each.value })) } };
}

/** What a resource says of whose dump it is in. */
function identity(resource: RawResource): readonly RawResource[] {
  const id = nodeIdOf(resource);
  return id === undefined ? [] : [blank(resource.kind, resource, { node: { id } })];
}

/** Stands for all that a dump holds. */
function something({ source }: RawDump): RawResource {
  return blank('unrecognised', { place: { source, pointer: '' } });
}

function blank(kind: RawResource['kind'], { place }: Pick<RawResource, 'place'>, value: JsonObject = {}): RawResource {
  return { kind, state: 'active', place, value };
}
