import type { Chunks } from './chunks.ts';

/** UTF-16 with a byte order mark, as PowerShell writes it, in UTF-8. */
export async function* utf16ToUtf8(head: Uint8Array, chunks: Chunks): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(head[0] === 0xff ? 'utf-16le' : 'utf-16be');
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
