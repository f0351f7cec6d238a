import { createHash } from 'node:crypto';
import type { Chunks } from './chunks.ts';
import type { Reopen } from './spool.ts';

/** Bytes, and their SHA-256 afterwards (lower-case hex); what was not taken by then is read for it. */
export function hashing(reopen: Reopen): { readonly chunks: Chunks; readonly digest: () => Promise<string> } {
  const hash = createHash('sha256');
  let complete = false;
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of reopen()) {
      hash.update(chunk);
      yield chunk;
    }
    complete = true;
  }
  const digest = async (): Promise<string> => {
    if (complete) return hash.digest('hex');
    const anew = createHash('sha256');
    for await (const chunk of reopen()) anew.update(chunk);
    return anew.digest('hex');
  };
  return { chunks: hashed(), digest };
}
