import type { Reopen } from '../bytes/spool.ts';

/** Dumps of proxies that run, as they were fetched: each is asked once, however often the sources are read. */
export class LiveSession {
  readonly #dumps = new Map<string, Promise<Reopen>>();

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
