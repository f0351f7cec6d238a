/** Character classes and escapes of RE2's syntax. */
import { RegexSyntaxError, type CharacterTest } from './syntax.ts';

export const isDigit: CharacterTest = (c) => c >= 0x30 && c <= 0x39;
export const isWord: CharacterTest = (c) => isDigit(c) || isLetter(c) || c === 0x5f;
const isSpace: CharacterTest = (c) => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0c || c === 0x0d;
const isUpper: CharacterTest = (c) => c >= 0x41 && c <= 0x5a;
const isLower: CharacterTest = (c) => c >= 0x61 && c <= 0x7a;
const isLetter: CharacterTest = (c) => isUpper(c) || isLower(c);
const isPrint: CharacterTest = (c) => c >= 0x20 && c <= 0x7e;
const isGraph: CharacterTest = (c) => c > 0x20 && c <= 0x7e;

const posix: Readonly<Record<string, CharacterTest>> = {
  alnum: (c) => isLetter(c) || isDigit(c),
  alpha: isLetter,
  ascii: (c) => c <= 0x7f,
  blank: (c) => c === 0x20 || c === 0x09,
  cntrl: (c) => c < 0x20 || c === 0x7f,
  digit: isDigit,
  graph: isGraph,
  lower: isLower,
  print: isPrint,
  punct: (c) => isGraph(c) && !isLetter(c) && !isDigit(c),
  space: (c) => isSpace(c) || c === 0x0b,
  upper: isUpper,
  word: isWord,
  xdigit: (c) => isDigit(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66),
};

const perl: Readonly<Record<string, CharacterTest>> = { d: isDigit, w: isWord, s: isSpace };

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** A place in a pattern; readers move `at` forward. */
export interface Cursor {
  readonly pattern: string;
  at: number;
}

/** Matches `wanted`, under `(?i)` in either case. */
export function literal(wanted: number, ignoreCase: boolean): CharacterTest {
  return range(wanted, wanted, ignoreCase);
}

function range(low: number, high: number, ignoreCase: boolean): CharacterTest {
  const within: CharacterTest = (c) => c >= low && c <= high;
  return ignoreCase ? (c) => cases(c).some(within) : within;
}

function cases(codePoint: number): number[] {
  const text = String.fromCodePoint(codePoint);
  return [text, text.toLowerCase(), text.toUpperCase()].flatMap((variant) => {
    const other = Array.from(variant);
    return other.length === 1 ? [other[0]?.codePointAt(0) ?? codePoint] : [codePoint];
  });
}

/** A class that a backslash begins (`\d`, `\PL`, `\p{Greek}`), the cursor on the letter; undefined for other escapes. */
export function readEscapedClass(cursor: Cursor): CharacterTest | undefined {
  const letter = cursor.pattern[cursor.at] ?? '';
  const test = perl[letter.toLowerCase()];
  if (test !== undefined && Object.hasOwn(perl, letter.toLowerCase())) {
    cursor.at++;
    return letter === letter.toLowerCase() ? test : (c) => !test(c);
  }
  if (letter !== 'p' && letter !== 'P') return undefined;
  cursor.at++;
  const name = /^(?:\{(?<long>\^?[A-Za-z_]+)\}|(?<short>[A-Z]))/u.exec(cursor.pattern.slice(cursor.at));
  if (name === null) throw new RegexSyntaxError('a Unicode class without a name');
  cursor.at += name[0].length;
  const property = name.groups?.['long'] ?? name.groups?.['short'] ?? '';
  const negated = (letter === 'P') !== property.startsWith('^');
  return unicodeClass(property.replace('^', ''), negated);
}

function unicodeClass(name: string, negated: boolean): CharacterTest {
  if (name === 'Any') return () => !negated;
  let expression: RegExp;
  try {
    // A name of letters only: one character is tested at a time, so nothing can run away.
    expression = new RegExp(name.length <= 2 ? `\\p{${name}}` : `\\p{Script=${name}}`, 'u');
  } catch {
    throw new RegexSyntaxError(`there is no Unicode class ${name}`);
  }
  return (c) => expression.test(String.fromCodePoint(c)) !== negated;
}

/** The character that a backslash stands for, the cursor on what follows the backslash. */
export function readEscapedCharacter(cursor: Cursor): number {
  const rest = cursor.pattern.slice(cursor.at);
  const hex = /^x(?:\{(?<long>[0-9a-f]{1,6})\}|(?<short>[0-9a-f]{2}))/iu.exec(rest);
  if (hex !== null) {
    cursor.at += hex[0].length;
    return checked(Number.parseInt(hex.groups?.['long'] ?? hex.groups?.['short'] ?? '', 16));
  }
  const octal = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/u.exec(rest);
  if (octal !== null) {
    cursor.at += octal[0].length;
    return checked(Number.parseInt(octal[0], 8));
  }
  const character = rest.codePointAt(0);
  if (character === undefined) throw new RegexSyntaxError('a backslash at the end');
  const text = String.fromCodePoint(character);
  cursor.at += text.length;
  if (Object.hasOwn(controls, text)) return controls[text] ?? character;
  if (character < 0x80 && isWord(character) && text !== '_') throw new RegexSyntaxError(`unknown escape \\${text}`);
  return character;
}

function checked(codePoint: number): number {
  if (codePoint > 0x10ffff) throw new RegexSyntaxError('a character beyond Unicode');
  return codePoint;
}

/** A bracket expression, the cursor behind its `[`. */
export function readClass(cursor: Cursor, ignoreCase: boolean): CharacterTest {
  const negated = cursor.pattern[cursor.at] === '^';
  if (negated) cursor.at++;
  const tests: CharacterTest[] = [];
  for (let first = true; first || cursor.pattern[cursor.at] !== ']'; first = false) {
    if (cursor.at >= cursor.pattern.length) throw new RegexSyntaxError('a class without its end');
    tests.push(readClassItem(cursor, ignoreCase));
  }
  cursor.at++;
  return (c) => tests.some((test) => test(c)) !== negated;
}

function readClassItem(cursor: Cursor, ignoreCase: boolean): CharacterTest {
  const named = /^\[:(?<not>\^?)(?<name>[a-z]+):\]/u.exec(cursor.pattern.slice(cursor.at));
  if (named !== null) {
    const name = named.groups?.['name'] ?? '';
    const test = Object.hasOwn(posix, name) ? posix[name] : undefined;
    if (test === undefined) throw new RegexSyntaxError(`there is no class ${name}`);
    cursor.at += named[0].length;
    return named.groups?.['not'] === '' ? test : (c) => !test(c);
  }
  if (cursor.pattern[cursor.at] === '\\') {
    cursor.at++;
    const escaped = readEscapedClass(cursor);
    if (escaped !== undefined) return escaped;
    cursor.at--;
  }
  const low = readClassCharacter(cursor);
  const next = cursor.pattern[cursor.at + 1];
  if (cursor.pattern[cursor.at] !== '-' || next === undefined || next === ']') return literal(low, ignoreCase);
  cursor.at++;
  const high = readClassCharacter(cursor);
  if (high < low) throw new RegexSyntaxError('a range that runs backwards');
  return range(low, high, ignoreCase);
}

function readClassCharacter(cursor: Cursor): number {
  if (cursor.pattern[cursor.at] === '\\') {
    cursor.at++;
    return readEscapedCharacter(cursor);
  }
  const character = cursor.pattern.codePointAt(cursor.at);
  if (character === undefined) throw new RegexSyntaxError('a class without its end');
  cursor.at += character > 0xffff ? 2 : 1;
  return character;
}
