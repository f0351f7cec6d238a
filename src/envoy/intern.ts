/**
 * One object for each distinct text: thousands of clusters repeat the same certificates, anchors and ALPN, and
 * thousands of chains the same TLS context. Sharing them keeps a fleet's facts small, and lets whoever judges a
 * TLS context judge it once.
 */
import type { JsonObject } from '../input/model.ts';

export class Interned {
  readonly #known = new Map<string, unknown>();

  /**
   * What `read` makes of `source`, made once for each `kind` and text of `source`. `kind` names the reader (with
   * everything besides `source` that its result depends on), so that no two readers share an entry.
   */
  of<T>(kind: string, source: JsonObject, read: () => T): T {
    const key = `${kind} ${JSON.stringify(source)}`;
    if (this.#known.has(key)) return this.#known.get(key) as T;
    const made = read();
    this.#known.set(key, made);
    return made;
  }
}
