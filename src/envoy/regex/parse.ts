/** Reads RE2's syntax (https://github.com/google/re2/wiki/Syntax), which Envoy's `safe_regex` is written in. */
import { literal, readClass, readEscapedCharacter, readEscapedClass, type Cursor } from './character-class.ts';
import { RegexSyntaxError, type Assertion, type RegexNode } from './syntax.ts';

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

/** RE2's own limit for counted repetitions. */
const repeatLimit = 1000;
const depthLimit = 100;

const assertions: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word-boundary',
  B: 'no-word-boundary',
};

/** Throws RegexSyntaxError. */
export function parseRegex(pattern: string): RegexNode {
  const cursor: Cursor = { pattern, at: 0 };
  const node = readChoice(cursor, { ignoreCase: false, multiLine: false, dotAll: false }, 0);
  if (cursor.at < pattern.length) throw new RegexSyntaxError('a closing parenthesis too many');
  return node;
}

/** Flags set in a group hold until its end, so they are handed from option to option. */
function readChoice(cursor: Cursor, outer: Flags, depth: number): RegexNode {
  if (depth > depthLimit) throw new RegexSyntaxError('groups nested too deep');
  const options: RegexNode[] = [];
  let parts: RegexNode[] = [];
  let flags = outer;
  for (;;) {
    const character = cursor.pattern[cursor.at];
    if (character === undefined || character === ')' || character === '|') {
      options.push({ kind: 'sequence', parts });
      parts = [];
      if (character !== '|')
        return options.length === 1 && options[0] !== undefined ? options[0] : { kind: 'choice', options };
      cursor.at++;
      continue;
    }
    const changed = readFlags(cursor, flags);
    if (changed !== undefined) flags = changed;
    else parts.push(...readQuantified(cursor, flags, depth));
  }
}

/** `(?i)` and the like, which hold for what follows; undefined when there is none here. */
function readFlags(cursor: Cursor, flags: Flags): Flags | undefined {
  const match = /^\(\?(?<on>[imsU]*)(?:-(?<off>[imsU]+))?\)/u.exec(cursor.pattern.slice(cursor.at));
  if (match === null) return undefined;
  cursor.at += match[0].length;
  return withFlags(flags, match.groups?.['on'] ?? '', match.groups?.['off'] ?? '');
}

function withFlags(flags: Flags, on: string, off: string): Flags {
  const value = (letter: string, before: boolean) => (before || on.includes(letter)) && !off.includes(letter);
  return {
    ignoreCase: value('i', flags.ignoreCase),
    multiLine: value('m', flags.multiLine),
    dotAll: value('s', flags.dotAll),
  };
}

function readQuantified(cursor: Cursor, flags: Flags, depth: number): RegexNode[] {
  const atoms = readAtom(cursor, flags, depth);
  const last = atoms.pop();
  if (last === undefined) return atoms;
  let node = last;
  for (let count = readCount(cursor); count !== undefined; count = readCount(cursor)) {
    node = { kind: 'repeat', node, ...count };
  }
  return [...atoms, node];
}

function readCount(cursor: Cursor): { minimum: number; maximum: number } | undefined {
  const match = /^(?:[*+?]|\{(?<low>\d{1,4})(?<comma>,(?<high>\d{1,4})?)?\})\??/u.exec(cursor.pattern.slice(cursor.at));
  if (match === null) return undefined;
  cursor.at += match[0].length;
  const sign = match[0].charAt(0);
  if (sign !== '{') return { minimum: sign === '+' ? 1 : 0, maximum: sign === '?' ? 1 : Infinity };
  const minimum = Number(match.groups?.['low']);
  const high = match.groups?.['high'];
  const open = match.groups?.['comma'] === undefined ? minimum : Infinity;
  const maximum = high === undefined ? open : Number(high);
  const largest = maximum === Infinity ? minimum : maximum;
  if (largest > repeatLimit || maximum < minimum) throw new RegexSyntaxError('a repetition out of bounds');
  return { minimum, maximum };
}

function readAtom(cursor: Cursor, flags: Flags, depth: number): RegexNode[] {
  const character = cursor.pattern.codePointAt(cursor.at) ?? 0;
  const text = String.fromCodePoint(character);
  cursor.at += text.length;
  switch (text) {
    case '(':
      return [readGroup(cursor, flags, depth)];
    case '[':
      return [{ kind: 'character', test: readClass(cursor, flags.ignoreCase) }];
    case '.':
      return [{ kind: 'character', test: flags.dotAll ? () => true : (c) => c !== 0x0a }];
    case '^':
      return [{ kind: 'assertion', assertion: flags.multiLine ? 'line-start' : 'text-start' }];
    case '$':
      return [{ kind: 'assertion', assertion: flags.multiLine ? 'line-end' : 'text-end' }];
    case '\\':
      return readEscape(cursor, flags);
    case '*':
    case '+':
    case '?':
      throw new RegexSyntaxError('a repetition of nothing');
    default:
      return [{ kind: 'character', test: literal(character, flags.ignoreCase) }];
  }
}

function readEscape(cursor: Cursor, flags: Flags): RegexNode[] {
  const letter = cursor.pattern[cursor.at] ?? '';
  if (letter === 'Q') {
    const end = cursor.pattern.indexOf('\\E', cursor.at);
    const quoted = cursor.pattern.slice(cursor.at + 1, end < 0 ? undefined : end);
    cursor.at = end < 0 ? cursor.pattern.length : end + 2;
    return Array.from(quoted, (one) => ({
      kind: 'character',
      test: literal(one.codePointAt(0) ?? 0, flags.ignoreCase),
    }));
  }
  const assertion = Object.hasOwn(assertions, letter) ? assertions[letter] : undefined;
  if (assertion !== undefined) {
    cursor.at++;
    return [{ kind: 'assertion', assertion }];
  }
  const test = readEscapedClass(cursor) ?? literal(readEscapedCharacter(cursor), flags.ignoreCase);
  return [{ kind: 'character', test }];
}

/** What follows an opening parenthesis. */
function readGroup(cursor: Cursor, flags: Flags, depth: number): RegexNode {
  const head = /^\?(?:P?<\w+>|(?<on>[imsU]*)(?:-(?<off>[imsU]+))?:)/u.exec(cursor.pattern.slice(cursor.at));
  if (head === null && cursor.pattern[cursor.at] === '?') throw new RegexSyntaxError('a group that RE2 does not have');
  cursor.at += head?.[0].length ?? 0;
  const inner = withFlags(flags, head?.groups?.['on'] ?? '', head?.groups?.['off'] ?? '');
  const node = readChoice(cursor, inner, depth + 1);
  if (cursor.pattern[cursor.at] !== ')') throw new RegexSyntaxError('a group without its end');
  cursor.at++;
  return node;
}
