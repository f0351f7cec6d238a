import type { SourceId } from '../../evidence.ts';
import type { Reopen } from '../bytes/spool.ts';

/** What happens while proxies are asked, for whoever waits. */
export type LiveNews =
  /** The proxy is asked now. */
  | { readonly kind: 'asking'; readonly source: SourceId }
  /** Its answer came through a forwarded port; `why` not by exec. */
  | { readonly kind: 'forwarded'; readonly source: SourceId; readonly why: string };

/** Dumps of proxies that run, as they were fetched: each is asked once, however often the sources are read. */
export class LiveSession {
  readonly #dumps = new Map<string, Promise<Reopen>>();
  readonly tell: (news: LiveNews) => void;

  constructor(tell: (news: LiveNews) => void = () => undefined) {
    this.tell = tell;
  }

  /** The dump under this key; `fetch` gets it the first time. A failure is not remembered. */
  dump(key: string, fetch: () => Promise<Reopen>): Promise<Reopen> {
    const known = this.#dumps.get(key);
    if (known !== undefined) return known;
    const fetched = fetch();
    this.#dumps.set(key, fetched);
    fetched.catch(() => this.#dumps.delete(key));
    return fetched;
  }
}
