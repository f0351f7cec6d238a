/** Finds secrets, wherever they stand in a text and however they are encoded. */
import { Buffer } from 'node:buffer';
import { encodedRuns, mayGoOn } from './encoded-runs.ts';
import { marksOf, onlyBase64In, type Marks } from './marks.ts';
import { shapes, type SecretKind, type Shape } from './shapes.ts';

/** Something that looks like a secret, from `start` to `end` in the text. */
export interface FoundSecret {
  readonly kind: SecretKind;
  readonly start: number;
  readonly end: number;
}

/** Encodings within encodings that are taken off. */
const maximumDepth = 4;

/** Everything in a text that looks like a secret, in order; encoded ones by where their encoding stands. */
export function findSecrets(text: string, depth = 0): readonly FoundSecret[] {
  const marks = marksOf(text);
  const found = shapes.flatMap((shape, index) => matches(text, shape, marks?.beginnings[index]));
  const encoded = depth < maximumDepth ? encodedSecrets(text, depth, marks) : [];
  return [...found, ...encoded].toSorted((a, b) => a.start - b.start);
}

/**
 * Whether bytes of UTF-8 hold nothing that `findSecrets` would find in their text, told without making a text of them;
 * false also where that is not told. As a rule they hold a few long words, many times.
 */
export function haveNoSecrets(bytes: Uint8Array): boolean {
  const spans = onlyBase64In(bytes);
  if (spans === undefined) return false;
  const text = (start: number, end: number): string => Buffer.from(bytes.subarray(start, end)).toString('latin1');
  return spans.every(([start, end]) => !mayGoOn(text(end, end + 1)) && known(text(start, end), 'base64') === undefined);
}

/** What stands for a secret that is not shown: Envoy's own word. */
export const redactedText = '[redacted]';

/** The text with everything that looks like a secret replaced. */
export function withoutSecrets(text: string, instead = redactedText): string {
  let result = '';
  let at = 0;
  for (const { start, end } of findSecrets(text)) {
    if (end <= at) continue;
    result += `${text.slice(at, Math.max(at, start))}${instead}`;
    at = end;
  }
  return result + text.slice(at);
}

function matches(text: string, { kind, pattern, holds }: Shape, at: Marked): readonly FoundSecret[] {
  const all = at === undefined ? text.matchAll(pattern) : matchesAt(text, pattern, at);
  return [...all].flatMap((match) => {
    if (holds !== undefined && !holds(match)) return [];
    const end = match.index + match[0].length;
    // A setting ends with its value: its name may be told.
    return [{ kind, start: end - (match[1] ?? match[0]).length, end }];
  });
}

/** Where a match may begin; undefined where that is not known. */
type Marked = readonly number[] | undefined;

const sticky = new Map<RegExp, RegExp>();

/** All matches, as `matchAll` finds them, where they begin at one of these places. */
function* matchesAt(text: string, pattern: RegExp, places: readonly number[]): Generator<RegExpExecArray> {
  const atPlace = sticky.get(pattern) ?? new RegExp(pattern, pattern.flags.replace('g', 'y'));
  sticky.set(pattern, atPlace);
  let end = 0;
  for (const place of places) {
    if (place < end) continue;
    atPlace.lastIndex = place;
    const match = atPlace.exec(text);
    if (match === null) continue;
    end = place + match[0].length;
    yield match;
  }
}

function encodedSecrets(text: string, depth: number, marks: Marks | undefined): readonly FoundSecret[] {
  return encodedRuns(text, marks).flatMap(({ encoding, start, text: run }) => {
    const kind = depth === 0 ? known(run, encoding) : secretIn(run, encoding, depth);
    return kind === undefined ? [] : [{ kind, start, end: start + run.length }];
  });
}

/** Dumps say the same few words over and over. */
const judged = { base64: new Map<string, SecretKind | undefined>(), hex: new Map<string, SecretKind | undefined>() };
const mostJudged = 10_000;

function known(run: string, encoding: 'base64' | 'hex'): SecretKind | undefined {
  const words = judged[encoding];
  if (words.has(run)) return words.get(run);
  const kind = secretIn(run, encoding, 0);
  if (words.size >= mostJudged) words.clear();
  if (run.length <= 100) words.set(run, kind);
  return kind;
}

function secretIn(run: string, encoding: 'base64' | 'hex', depth: number): SecretKind | undefined {
  const plain = run.replaceAll(/\\[rn]|[\s:]/gu, '');
  // What stands before an encoded text may shift it.
  for (const shift of encoding === 'hex' ? [0, 1] : [0, 1, 2, 3]) {
    const bytes = Buffer.from(plain.slice(shift), encoding);
    if (isKey(bytes)) return 'private key';
    if (!mayHold(bytes)) continue;
    const [first] = findSecrets(bytes.toString('latin1'), depth + 1);
    if (first !== undefined) return first.kind;
  }
  return undefined;
}

/** Decoded noise is not searched: text is mostly printable. */
function mayHold(bytes: Buffer): boolean {
  if (bytes.length < 12) return false;
  let left = bytes.length / 10;
  for (const byte of bytes) {
    if (isPrintable(byte)) continue;
    left -= 1;
    if (left <= 0) return false;
  }
  return true;
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * DER of a key: PKCS#8 and SEC 1 begin with a version and go on with an algorithm or an octet string, PKCS#1 with a
 * version and a large integer. A certificate begins with a sequence in a sequence.
 */
function isKey(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30 || bytes.length < 32) return false;
  const long = (bytes[1] ?? 0) & 0x80 ? (bytes[1] ?? 0) & 0x7f : 0;
  const at = 2 + long;
  if (long > 4 || bytes[at] !== 0x02 || bytes[at + 1] !== 0x01) return false;
  const [version, next] = [bytes[at + 2] ?? 255, bytes[at + 3] ?? 0];
  if (version > 1) return false;
  if (next === 0x04) return true;
  if (next === 0x30) return bytes[at + 5] === 0x06;
  return next === 0x02 && ((bytes[at + 4] ?? 0) & 0x80) !== 0;
}
