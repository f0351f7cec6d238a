import type { Chunks } from './chunks.ts';

/** What kubectl and istioctl print before the JSON when their stderr goes to the same file, line by line. */
const line =
  /^(?:Defaulted|Defaulting) container [^\n]*\n|^Warning: [^\n]*\n|^Unable to use a TTY [^\n]*\n|^Using deprecated [^\n]*\n/;

/** How many bytes of such lines come before anything else. */
export function preambleLength(head: Uint8Array): number {
  let text = Buffer.from(head).toString('latin1');
  let length = 0;
  for (let found = line.exec(text); found !== null; found = line.exec(text)) {
    length += found[0].length;
    text = text.slice(found[0].length);
  }
  return length;
}

/** The same bytes with the first `length` made blank, so that lines and offsets stay what they are. */
export async function* blanked(chunks: Chunks, length: number): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for await (const chunk of chunks) {
    const within = Math.min(chunk.length, Math.max(0, length - offset));
    offset += chunk.length;
    if (within === 0) {
      yield chunk;
      continue;
    }
    const copy = Buffer.from(chunk);
    for (let at = 0; at < within; at++) if (copy[at] !== 0x0a) copy[at] = 0x20;
    yield copy;
  }
}
