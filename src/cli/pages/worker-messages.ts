/** What the thread that prints and one that reads tell each other. */
import type { Explanation } from '../../errors.ts';
import type { OpenFile } from '../../input/open-files.ts';
import type { Progress } from '../../input/progress.ts';
import type { PageMakerName } from './page-makers.ts';
import type { Paged } from './page.ts';

/** A file that another thread can open. */
export interface PlainFile extends OpenFile {
  readonly path: string;
}

export type ToWorker =
  /** Comes first, and once: what to make of files, and the descriptor of the file to write to. */
  | { readonly kind: 'begin'; readonly maker: PageMakerName; readonly spool: number }
  /** Is read after those that came before. */
  | { readonly kind: 'read'; readonly file: Omit<PlainFile, 'reopen'> };

export type FromWorker =
  /** All modules are loaded. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'counted'; readonly progress: Pick<Progress, 'bytes' | 'files'> }
  | { readonly kind: 'read'; readonly paged: Paged }
  /** Where nothing is explained it is our own bug, which is one in this thread as well. */
  | { readonly kind: 'failed'; readonly trace: string; readonly explanation?: Explanation };
