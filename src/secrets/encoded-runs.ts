/**
 * Runs of characters that may be encoded bytes: base64 (also base64url, also broken over lines) and hexadecimal digits.
 * Everything that is written is looked through, so the text is gone over once, and patterns look at what stands out.
 */

/** A run, from `start`, as it stands in the text. */
export interface EncodedRun {
  readonly encoding: 'base64' | 'hex';
  readonly start: number;
  readonly text: string;
}

/** From where to where, without the end. */
export type Span = readonly [start: number, end: number];

/** Stretches that hold a run. */
export interface Stretches {
  readonly digits: readonly Span[];
  readonly base64: readonly Span[];
}

/** Longest runs of characters of the classes `of`, with at least so many of the class `counted`, and some of each of `all`. */
export interface StretchShape {
  readonly of: number;
  readonly least: number;
  readonly counted: number;
  readonly all: number;
}

const base64Lines = /[A-Za-z0-9+/_-]{20,}(?:(?:\\[rn]|\s)+[A-Za-z0-9+/_-]{8,})*={0,2}/uy;
const goesOn = /[\\=\s]/u;
const hexPairs = /(?:[0-9a-f]{2}[: ]?){20,}/giu;

const [isBase64, isUpper, isLower, isDigit, isBetween] = [1, 2, 4, 8, 16];

/** Hexadecimal digits, and what may stand between these; fewer hold no secret. */
export const digitStretch: StretchShape = { of: isDigit | isBetween, least: 40, counted: isDigit, all: 0 };

/**
 * A shorter one of base64 holds no secret. Bytes in base64 have letters of both cases; most long words of a dump have
 * not.
 */
export const base64Stretch: StretchShape = { of: isBase64, least: 20, counted: isBase64, all: isUpper | isLower };

/** What each ASCII character may be a part of. */
export const classes = classesOf([
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', isBase64 | isUpper],
  ['abcdefghijklmnopqrstuvwxyz', isBase64 | isLower],
  ['0123456789+/_-', isBase64],
  ['0123456789abcdefABCDEF', isDigit],
  [': ', isBetween],
]);

function classesOf(sets: readonly (readonly [characters: string, bits: number])[]): Uint8Array {
  const table = new Uint8Array(128);
  for (const [characters, bits] of sets) {
    for (const character of characters) {
      const code = character.charCodeAt(0);
      table[code] = (table[code] ?? 0) | bits;
    }
  }
  return table;
}

function classOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (classes[code] ?? 0) : 0;
}

/** Every run that is long enough to hold a secret: hexadecimal ones, then those of base64. */
export function encodedRuns(text: string, { digits, base64 }: Stretches = stretchesOf(text)): readonly EncodedRun[] {
  return [
    ...digits.flatMap(([start, end]) => hexRuns(text.slice(start, end), start)),
    ...base64.map((span) => base64Run(text, span)),
  ];
}

function stretchesOf(text: string): Stretches {
  return { digits: stretches(text, digitStretch), base64: stretches(text, base64Stretch) };
}

/**
 * Only every `least`th character is looked at where it is of no stretch: one that begins before it would reach it.
 */
function stretches(text: string, { of, least, counted, all }: StretchShape): readonly Span[] {
  const found: Span[] = [];
  let from = 0;
  while (from + least <= text.length) {
    const probe = from + least - 1;
    if ((classOf(text, probe) & of) === 0) {
      from = probe + 1;
      continue;
    }
    let start = probe;
    while (start > from && (classOf(text, start - 1) & of) !== 0) start -= 1;
    let [end, count, seen] = [start, 0, 0];
    for (let its = classOf(text, end); end < text.length && (its & of) !== 0; its = classOf(text, end)) {
      if ((its & counted) !== 0) count += 1;
      seen |= its;
      end += 1;
    }
    if (count >= least && (seen & all) === all) found.push([start, end]);
    from = end + 1;
  }
  return found;
}

/** Whether a run of base64 may go on with this character behind its stretch. */
export function mayGoOn(character: string): boolean {
  return goesOn.test(character);
}

/** With the lines that follow, which are found again as runs of their own: that does no harm. */
function base64Run(text: string, [start, end]: Span): EncodedRun {
  if (!mayGoOn(text[end] ?? '')) return { encoding: 'base64', start, text: text.slice(start, end) };
  base64Lines.lastIndex = start;
  return { encoding: 'base64', start, text: base64Lines.exec(text)?.[0] ?? '' };
}

function hexRuns(text: string, start: number): readonly EncodedRun[] {
  return [...text.matchAll(hexPairs)].map((match) => ({ encoding: 'hex', start: start + match.index, text: match[0] }));
}
