import type { ReadOptions } from '../../input/read-sources.ts';
import type { Taker } from '../../input/recall/recall.ts';
import type { NameHints, RawDump, RawProxy } from '../../input/model.ts';
import type { Page } from './page.ts';
import type { Spool } from './spool.ts';

/** How a command makes pages. */
export interface PageMaker {
  readonly reading: Pick<ReadOptions, 'resource' | 'route' | 'facts' | 'escape'>;
  /** Begins a page, for one source, with the text going to this spool. */
  draft(spool: Spool, name: NameHints): Draft;
}

/** A page that is being made. */
export interface Draft extends Required<Taker> {
  /** Whether a page can be made of what was taken so far. */
  readonly isFit: boolean;
  /** Something was taken. */
  readonly hasTaken: boolean;
  /** Lets go of text that is held in memory. */
  settle(): void;
  /** The page, once the dump is read; undefined where what was written is not right for it. */
  finish(proxy: RawProxy, dump: RawDump): Omit<Page, 'spool'> | undefined;
}
