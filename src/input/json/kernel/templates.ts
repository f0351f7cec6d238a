/**
 * Templates: items of lists as they stood in the source. Of the next one, nearly everything is the same byte for byte,
 * and so need not be taken apart again: all but its names is compared, and what nobody reads is skipped. What fits has
 * the shape of the template.
 */
import { afterWord, copy, copyText, get32, get8, same, set32, set8 } from './memory.ts';
import type { int } from './memory.ts';
import * as heap from './layout.ts';
import { startsScalar } from './grammar.ts';
import { skipValue } from './skips.ts';

const QUOTE: int = 34;
const COMMA: int = 44;
const BAR: int = 124;

/**
 * Reads the wanted item at p by a template: its names become holes. Answers where it ends; -1 where none fits, or it
 * does not end before `to`.
 */
export function fitTemplate(p: int, to: int): int {
  const count = get32(heap.TEMPLATE_COUNT);
  let number = get32(heap.TEMPLATE_LAST);
  for (let tried: int = 0; tried < count; tried += 1) {
    const template = templateAt(number);
    const end = fit(template, p, to);
    if (end > 0) {
      set32(heap.VALUE_SHAPE, get32(template + heap.TEMPLATE_SHAPE));
      set32(heap.TEMPLATE_LAST, number);
      return end;
    }
    set32(heap.HOLES_LENGTH, get32(heap.VALUE_HOLES));
    number = number + 1 === count ? 0 : number + 1;
  }
  return -1;
}

function templateAt(number: int): int {
  return get32(heap.TEMPLATES_AT) + number * heap.TEMPLATE_SIZE;
}

function fit(template: int, p: int, to: int): int {
  if (get32(template + heap.TEMPLATE_NODE) !== get32(heap.WANTED)) return -1;
  const text: int = template + heap.TEMPLATE_TEXT;
  const last: int = template + heap.TEMPLATE_LIST + get32(template + heap.TEMPLATE_CUTS) * heap.CUT_SIZE;
  let from: int = text;
  let at = p;
  for (let cut: int = template + heap.TEMPLATE_LIST; cut < last; cut += heap.CUT_SIZE) {
    const start: int = text + get32(cut + heap.CUT_START);
    at = passSame(from, start, at, to);
    if (at < 0) return -1;
    from = text + get32(cut + heap.CUT_END);
    at = get32(cut) === heap.NAME_CUT ? takeName(cut, at, to) : passSkipped(cut, start, from, at, to);
    if (at < 0) return -1;
  }
  return passSame(from, text + get32(template + heap.TEMPLATE_LENGTH), at, to);
}

/** Where what stands at p ends if it is what stands in [from, end); else -1. */
function passSame(from: int, end: int, p: int, to: int): int {
  const size: int = end - from;
  return p + size <= to && same(from, p, size) ? p + size : -1;
}

/** What is skipped is compared as long as it is the same in all items: that takes less time. */
function passSkipped(cut: int, from: int, end: int, p: int, to: int): int {
  if (get32(cut) === heap.SAME_CUT) {
    const after = passSame(from, end, p, to);
    if (after >= 0) return after;
    set32(cut, heap.ANY_CUT);
  }
  return skipValue(p, to);
}

/** Adds the string whose inside begins at p to the holes, as `takeOut` would; answers where its closing quote is. */
function takeName(cut: int, p: int, to: int): int {
  const length = get32(heap.HOLES_LENGTH);
  const name: int = get32(heap.HOLES_AT) + length;
  const room: int = p + get32(heap.HOLES_LIMIT) - length - 3;
  const end = copyText(name + 1, p, room < to ? room : to);
  // That a quote follows is for the comparison of what comes next.
  if (end <= p || !leavesTheSame(cut, p, end)) return -1;
  set8(name, QUOTE);
  const after: int = name + 1 + end - p;
  set8(after, QUOTE);
  set8(after + 1, COMMA);
  set32(heap.HOLES_LENGTH, length + end - p + 3);
  return end;
}

/** Whether as much is left of a name in the shape's text as of the one in the template. */
function leavesTheSame(cut: int, name: int, end: int): boolean {
  let left = get32(cut + heap.CUT_LEFT);
  const stem = get32(cut + heap.CUT_STEM);
  if (name + stem > end || !same(left, name, stem)) return false;
  left += stem;
  let at = afterWord(name + stem, end);
  while (at < end && get8(at) === get8(left)) {
    left += 1;
    at = afterWord(at + 1, end);
  }
  return at === end && get8(left) === heap.HOLE_END;
}

/** The wanted item begins at p: where it is cut is noted from now on. */
export function beginTrace(p: int): void {
  set32(heap.TRACE_START, p);
  set32(heap.TRACE_COUNT, 0);
}

/** A value was skipped that ends at p. */
export function noteSkip(p: int): void {
  const start = get32(heap.SKIP_START);
  if (get32(heap.TRACE_START) >= 0) noteCut(startsScalar(get8(start)) ? heap.ANY_CUT : heap.SAME_CUT, start, p);
}

/** Notes what stands in [start, end) of the window, if an item is under way that may become a template. */
export function noteCut(kind: int, start: int, end: int): void {
  const from = get32(heap.TRACE_START);
  const count = get32(heap.TRACE_COUNT);
  if (from < 0) return;
  if (count === heap.CUTS_LIMIT) {
    set32(heap.TRACE_START, -1);
    return;
  }
  const cut: int = get32(heap.TRACE_AT) + count * heap.CUT_SIZE;
  set32(cut, kind);
  set32(cut + heap.CUT_START, start - from);
  set32(cut + heap.CUT_END, end - from);
  set32(heap.TRACE_COUNT, count + 1);
}

/** Makes a template of the wanted item, which is complete and has this shape, if its cuts were noted. */
export function keepTemplate(shape: int): void {
  const start = get32(heap.TRACE_START);
  const length: int = get32(heap.VALUE_STOP) - start;
  set32(heap.TRACE_START, -1);
  if (start < 0 || shape < 0 || length > heap.TEMPLATE_TEXT_LIMIT) return;
  const number = get32(heap.TEMPLATE_NEXT);
  const template = templateAt(number);
  const cuts = get32(heap.TRACE_COUNT);
  set32(template + heap.TEMPLATE_NODE, get32(heap.WANTED));
  set32(template + heap.TEMPLATE_SHAPE, shape);
  set32(template + heap.TEMPLATE_CUTS, cuts);
  set32(template + heap.TEMPLATE_LENGTH, length);
  copy(template + heap.TEMPLATE_LIST, get32(heap.TRACE_AT), cuts * heap.CUT_SIZE);
  copy(template + heap.TEMPLATE_TEXT, start, length);
  noteLeft(template, get32(get32(heap.SHAPE_LIST) + shape * heap.SHAPE_SIZE));
  if (get32(heap.TEMPLATE_COUNT) === number) set32(heap.TEMPLATE_COUNT, number + 1);
  set32(heap.TEMPLATE_LAST, number);
  set32(heap.TEMPLATE_NEXT, number + 1 === heap.TEMPLATE_LIMIT ? 0 : number + 1);
}

/** Notes what is left of the names of a template in its shape's text, where they stand in the same order. */
function noteLeft(template: int, shape: int): void {
  const last: int = template + heap.TEMPLATE_LIST + get32(template + heap.TEMPLATE_CUTS) * heap.CUT_SIZE;
  let at = shape;
  for (let cut: int = template + heap.TEMPLATE_LIST; cut < last; cut += heap.CUT_SIZE) {
    if (get32(cut) !== heap.NAME_CUT) continue;
    while (get8(at) !== heap.HOLE) at += 1;
    const left: int = at + 1;
    let stem = left;
    for (at = left; get8(at) !== heap.HOLE_END; at += 1) {
      if (get8(at) === BAR) stem = at + 1;
    }
    set32(cut + heap.CUT_LEFT, left);
    set32(cut + heap.CUT_STEM, stem - left);
  }
}
