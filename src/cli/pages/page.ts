import type { Proxy } from '../../envoy/model.ts';
import type { RawDump, SourceProblem } from '../../input/model.ts';
import type { Stretch } from './spool.ts';

/** What a command writes of one proxy, as text, written while its dump was read. Nothing else of it is kept. */
export interface Page {
  /** Who the proxy is, if nothing but this dump tells of it. */
  readonly name: string;
  readonly namespace: string;
  /** Which spool holds the text. */
  readonly spool: number;
  /** Texts, by what they are of. */
  readonly texts: Readonly<Record<string, readonly Stretch[]>>;
  /** The name that stands in the texts, where it does. */
  readonly written: string;
  /** What is said of the proxy only when all are known. */
  readonly proxy?: Proxy;
}

/** A dump of which a page was made, or that is kept as it is. */
export interface PagedDump {
  /** Where there is a page: with no more resources than tell whose dump it is. */
  readonly dump: RawDump;
  readonly page?: Page;
}

/** What one file gave. */
export type Paged =
  | { readonly kind: 'paged'; readonly dumps: readonly PagedDump[]; readonly problems: readonly SourceProblem[] }
  /** No page can be made of some of it: it has to be read in the ordinary way. */
  | { readonly kind: 'unfit' };
