/**
 * Marks in long texts: where something may stand that looks like a secret, found sixteen bytes at once
 * (assembly/secret-marks). As a rule there are few, and patterns look at these places alone. What is marked is what the
 * patterns find without marks; those are the reference, and what texts without marks are searched with.
 */
import { base64Stretch, digitStretch, type Span, type Stretches, type StretchShape } from './encoded-runs.ts';
import { FOUND } from './kernel-layout.ts';
import { load, startKernel, type Kernel } from './kernel.ts';
import { shapes } from './shapes.ts';

/** Where to look, in units of UTF-16. */
export interface Marks extends Stretches {
  /** Where a match of each of `shapes` may begin, in order. */
  readonly beginnings: readonly (readonly number[])[];
}

/** It is not worth it for shorter texts; longer ones would need as much memory again. */
const [shortest, longest] = [1 << 9, 1 << 21];

/** Patterns that know no case take these for `s` and `k`. */
const likeLetters = ['\u{17F}', '\u{212A}'];

let kernel: Kernel | 'missing' | undefined;

/** The marks of a text; undefined where it has to be searched without. */
export function marksOf(text: string): Marks | undefined {
  if (text.length < shortest || text.length > longest || likeLetters.some((letter) => text.includes(letter)))
    return undefined;
  kernel ??= startKernel() ?? 'missing';
  if (kernel === 'missing') return undefined;
  const length = load(kernel, text);
  const toUnits = length === text.length ? (at: number) => at : unitCounter(kernel);
  const digits = stretches(kernel, length, digitStretch, toUnits);
  const base64 = stretches(kernel, length, base64Stretch, toUnits);
  const beginnings = beginningsIn(kernel, length, toUnits);
  if (digits === undefined || base64 === undefined || beginnings === undefined) return undefined;
  return { beginnings, digits, base64 };
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
): readonly Span[] | undefined {
  const count = runs(length, of, least, counted, all);
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
