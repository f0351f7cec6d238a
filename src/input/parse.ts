import { gunzipSync } from 'node:zlib';
import { walkElements } from './elements.ts';
import type { ElementSink } from './elements.ts';
import type { JsonValue } from './model.ts';

/** Hands the elements of all documents in `bytes` to a sink. Throws a SyntaxError when they are not JSON. */
export function readElements(bytes: Uint8Array, sink: ElementSink): void {
  const text = Buffer.from(isGzip(bytes) ? gunzipSync(bytes) : bytes).toString('utf8');
  walkElements(0, parseJson(text), sink);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function parseJson(text: string): JsonValue {
  // oxlint-disable-next-line typescript/no-unsafe-return -- JSON.parse yields exactly this union
  return JSON.parse(text);
}
