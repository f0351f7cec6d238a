import { isAscii } from 'node:buffer';
import type { JsonValue } from '../model.ts';
import type { CompiledPlan } from './compile-plan.ts';
import type { Heap } from './heap.ts';
import * as layout from './kernel/layout.ts';
import type { Deliver } from './record.ts';

const parse: (text: string) => JsonValue = JSON.parse;
const parsePointer: (text: string) => string = JSON.parse;
const parseList: (text: string) => readonly JsonValue[] = JSON.parse;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Delivers the finished records, of which the machine has made a text `"POINTER",VALUE,…` that ends in a comma. */
export function takeFinished(heap: Heap, plan: CompiledPlan, deliver: Deliver): void {
  const count = heap.get(layout.MARK_COUNT);
  if (count === 0) return;
  const { bytes, doneAt } = heap;
  const end = doneAt + heap.get(layout.DONE_LENGTH);
  bytes[doneAt - 1] = 91;
  bytes[end - 1] = 93;
  const values = parseList(decode(bytes.subarray(doneAt - 1, end)));
  const marksAt = heap.get(layout.MARKS_AT);
  const marks = Array.from({ length: count }, (_, index) => markAt(heap, marksAt + index * layout.MARK_SIZE));
  heap.set(layout.MARK_COUNT, 0);
  heap.set(layout.DONE_LENGTH, 0);
  for (const [index, { emit, document, start, end: over }] of marks.entries()) {
    const pointer = values[index * 2];
    const value = values[index * 2 + 1];
    if (typeof pointer !== 'string' || value === undefined) throw new TypeError('the JSON machine lost a record');
    deliver({ emit: plan.emits[emit] ?? '', value, pointer, document, start, end: over });
  }
}

interface Mark {
  readonly emit: number;
  readonly document: number;
  readonly start: number;
  readonly end: number;
}

function markAt(heap: Heap, at: number): Mark {
  return {
    emit: heap.get(at),
    document: heap.get(at + layout.MARK_DOCUMENT),
    start: heap.getFloat(at + layout.MARK_START),
    end: heap.getFloat(at + layout.MARK_END),
  };
}

/** Delivers the one record that does not fit among the finished ones. */
export function takeLarge(heap: Heap, plan: CompiledPlan, deliver: Deliver): void {
  const { bytes, openAt } = heap;
  const text = bytes.subarray(openAt + heap.get(layout.VALUE_OUT), openAt + heap.get(layout.OPEN_LENGTH));
  const pathAt = heap.get(layout.PATH_AT);
  const path = decode(bytes.subarray(pathAt, pathAt + heap.get(layout.PATH_LENGTH)));
  const node = heap.get(layout.NODES_AT) + heap.get(layout.WANTED) * layout.NODE_SIZE;
  heap.set(layout.TAKEN, 1);
  deliver({
    emit: plan.emits[heap.get(node + layout.NODE_EMIT)] ?? '',
    value: parse(decode(text)),
    pointer: parsePointer(`"${path}"`),
    document: heap.get(layout.DOCUMENTS),
    start: heap.getFloat(layout.VALUE_START),
    end: heap.getFloat(layout.VALUE_END),
  });
}

/** Bytes that are no UTF-8 become U+FFFD. Plain ASCII, the rule, needs no decoding. */
function decode(bytes: Uint8Array): string {
  if (!isAscii(bytes)) return decoder.decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
