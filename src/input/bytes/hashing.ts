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
  return { chunks: hashed(), digest: async () => (complete ? hash.digest('hex') : digestOf(reopen())) };
}

async function digestOf(chunks: Chunks): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
