/** What looks sixteen bytes at once for where secrets may stand (assembly/secret-marks), with all it has to know. */
import { Buffer } from 'node:buffer';
import { secretMarks } from '../generated/secret-marks.js';
import { classes } from './encoded-runs.ts';
import * as layout from './kernel-layout.ts';
import { shapes } from './shapes.ts';

/** See assembly/secret-marks/marks.ts. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly runs: (length: number, of: number, least: number, counted: number, all: number, once: boolean) => number;
  readonly beginnings: (length: number) => number;
  readonly units: (from: number, to: number) => number;
}

const encoder = new TextEncoder();
const pageSize = 65_536;

/** Undefined where WebAssembly or its SIMD is missing or switched off. */
export function startKernel(): Kernel | undefined {
  try {
    const memory = new WebAssembly.Memory({ initial: 6 });
    const module = new WebAssembly.Module(Buffer.from(secretMarks, 'base64'));
    const { runs, beginnings, units } = new WebAssembly.Instance(module, { env: { memory } }).exports;
    if (!isFunction(runs) || !isFunction(beginnings) || !isFunction(units)) throw new TypeError('no kernel of secrets');
    fillTables(new Uint8Array(memory.buffer));
    return { memory, runs, beginnings, units };
  } catch {
    return undefined;
  }
}

/** Puts bytes into the kernel's memory. */
export function loadBytes({ memory }: Kernel, bytes: Uint8Array): void {
  makeRoom(memory, bytes.length);
  new Uint8Array(memory.buffer).set(bytes, layout.TEXT);
}

/** Puts a text into the kernel's memory. Answers how many bytes it has there. */
export function load({ memory }: Kernel, text: string): number {
  makeRoom(memory, text.length * 3);
  return encoder.encodeInto(text, new Uint8Array(memory.buffer, layout.TEXT)).written;
}

function makeRoom(memory: WebAssembly.Memory, size: number): void {
  const missing = layout.TEXT + size + layout.SLACK - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageSize));
}

function isFunction(value: unknown): value is (...numbers: readonly (number | boolean)[]) => number {
  return typeof value === 'function';
}

function fillTables(bytes: Uint8Array): void {
  bytes.set(classes, layout.CLASSES);
  for (let byte = 0; byte < 256; byte += 1) bytes[layout.FOLDED + byte] = folded(byte);
  const words = shapes.flatMap(({ begins }, shape) => begins.map((text) => ({ shape, text }))).toSorted(byText);
  for (const [index, { shape, text }] of words.entries()) {
    const word = encoder.encode(text);
    addWord(bytes, index + 1, shape, word);
    // Words that share a bit are taken for each other: those that begin alike.
    addHalves(bytes, word, 1 << Math.floor((index * 8) / words.length));
  }
}

function byText(one: { readonly text: string }, other: { readonly text: string }): number {
  return one.text < other.text ? -1 : 1;
}

/** Numbers begin at 1, and words of one hash are a list. */
function addWord(bytes: Uint8Array, number: number, shape: number, text: Uint8Array): void {
  const [a = 0, b = 0, c = 0] = text;
  const first = layout.FIRST_WORDS + ((a + b * 37 + c * 101) & (layout.HASHES - 1));
  const entry = layout.WORDS + number * layout.WORD_SIZE;
  const follows = shapes[shape]?.hasCredentials === true ? layout.CREDENTIALS : 0;
  bytes.set([bytes[first] ?? 0, shape, text.length, follows], entry);
  bytes.set(text, entry + layout.WORD_BYTES);
  bytes[first] = number;
}

/** A bit is set where both halves of a byte, in this place, may be those of a word. */
function addHalves(bytes: Uint8Array, text: Uint8Array, bit: number): void {
  for (const [place, small] of text.subarray(0, 3).entries()) {
    for (const byte of spellings(small)) {
      const [low, high] = [layout.HALVES + place * 16 + (byte & 15), layout.HALVES + 48 + place * 16 + (byte >> 4)];
      bytes[low] = (bytes[low] ?? 0) | bit;
      bytes[high] = (bytes[high] ?? 0) | bit;
    }
  }
}

function spellings(small: number): readonly number[] {
  return small >= 97 && small <= 122 ? [small, small - 32] : [small];
}

function folded(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
