/**
 * Marks in texts: where something may stand that looks like a secret, found sixteen bytes at once
 * (assembly/secret-marks). As a rule there are none: then no pattern is even compiled, for which V8 would load tables of
 * all letters there are. Else patterns look at these places alone. What is marked is what the patterns find without
 * marks; those are the reference, and what texts without marks are searched with.
 */
import { isAscii } from 'node:buffer';
import { base64Stretch, digitStretch, type Span, type Stretches, type StretchShape } from './encoded-runs.ts';
import { FOUND } from './kernel-layout.ts';
import { load, loadBytes, startKernel, type Kernel } from './kernel.ts';
import { shapes } from './shapes.ts';

/** Where to look, in units of UTF-16. */
export interface Marks extends Stretches {
  /** Where a match of each of `shapes` may begin, in order. */
  readonly beginnings: readonly (readonly number[])[];
}

/** Longer ones would need as much memory again. */
const longest = 1 << 21;

/** Patterns that know no case take these for `s` and `k`. */
const likeLetters = ['\u{17F}', '\u{212A}'];

let started: Kernel | 'missing' | undefined;

function theKernel(): Kernel | undefined {
  started ??= startKernel() ?? 'missing';
  return started === 'missing' ? undefined : started;
}

/** The marks of a text; undefined where it has to be searched without. */
export function marksOf(text: string): Marks | undefined {
  if (text.length > longest || likeLetters.some((letter) => text.includes(letter))) return undefined;
  const kernel = theKernel();
  if (kernel === undefined) return undefined;
  const length = load(kernel, text);
  const toUnits = length === text.length ? itself : unitCounter(kernel);
  const digits = stretches(kernel, length, digitStretch, toUnits, false);
  const base64 = stretches(kernel, length, base64Stretch, toUnits, false);
  const beginnings = beginningsIn(kernel, length, toUnits);
  if (digits === undefined || base64 === undefined || beginnings === undefined) return undefined;
  return { beginnings, digits, base64 };
}

/**
 * The stretches of base64 in some bytes of UTF-8, where there is nothing else in them that may be a secret; of those that
 * are alike, with what comes after, the first. Undefined where there may be something, or it is not known.
 */
export function onlyBase64In(bytes: Uint8Array): readonly Span[] | undefined {
  const { length } = bytes;
  if (length > longest || !isAscii(bytes)) return undefined;
  const kernel = theKernel();
  if (kernel === undefined) return undefined;
  loadBytes(kernel, bytes);
  if (kernel.beginnings(length) !== 0) return undefined;
  const digits = stretches(kernel, length, digitStretch, itself, true);
  return digits?.length === 0 ? stretches(kernel, length, base64Stretch, itself, true) : undefined;
}

function itself(at: number): number {
  return at;
}

/** How many units come before a byte; asked for one byte after the other. */
function unitCounter({ units }: Kernel): (at: number) => number {
  let [before, counted] = [0, 0];
  return (at) => {
    // The next list of places begins again.
    if (at < before) [before, counted] = [0, 0];
    counted += units(before, at);
    before = at;
    return counted;
  };
}

function stretches(
  { memory, runs }: Kernel,
  length: number,
  { of, least, counted, all }: StretchShape,
  toUnits: (at: number) => number,
  once: boolean,
): readonly Span[] | undefined {
  const count = runs(length, of, least, counted, all, once);
  if (count < 0) return undefined;
  const found = new Int32Array(memory.buffer, FOUND, count * 2);
  const spans: Span[] = [];
  for (let at = 0; at < found.length; at += 2) spans.push([toUnits(found[at] ?? 0), toUnits(found[at + 1] ?? 0)]);
  return spans;
}

function beginningsIn(
  { memory, beginnings }: Kernel,
  length: number,
  toUnits: (at: number) => number,
): readonly (readonly number[])[] | undefined {
  const count = beginnings(length);
  if (count < 0) return undefined;
  const found = new Int32Array(memory.buffer, FOUND, count * 2);
  const byShape: number[][] = shapes.map(() => []);
  for (let index = 0; index < count; index += 1)
    byShape[found[index * 2] ?? 0]?.push(toUnits(found[index * 2 + 1] ?? 0));
  return byShape;
}
