/**
 * Envoy's regular expressions (`safe_regex`, RE2), matched in time that is linear in the text.
 * JavaScript's own engine backtracks: an expression in a hostile dump could keep it busy for ever.
 */
import { isWord } from './character-class.ts';
import { parseRegex } from './parse.ts';
import { compile, type Instruction } from './program.ts';
import { RegexSyntaxError, type Assertion } from './syntax.ts';

/** Whether the whole of `text` matches (`RE2::FullMatch`); undefined when the expression is none that is understood here. */
export function matchesRegex(pattern: string, text: string): boolean | undefined {
  try {
    return run(
      compile(parseRegex(pattern)),
      Array.from(text, (character) => character.codePointAt(0) ?? 0),
    );
  } catch (error) {
    if (error instanceof RegexSyntaxError) return undefined;
    throw error;
  }
}

function run(program: readonly Instruction[], text: readonly number[]): boolean {
  let threads = [0];
  for (let at = 0; ; at++) {
    const reached = closure(program, threads, text, at);
    const character = text[at];
    if (character === undefined) return reached.some((address) => program[address]?.kind === 'match');
    threads = reached.flatMap((address) => {
      const instruction = program[address];
      return instruction?.kind === 'character' && instruction.test(character) ? [address + 1] : [];
    });
    if (threads.length === 0) return false;
  }
}

/** All addresses reached without consuming a character. */
function closure(
  program: readonly Instruction[],
  threads: readonly number[],
  text: readonly number[],
  at: number,
): number[] {
  const seen = new Set<number>();
  const pending = [...threads];
  for (let address = pending.pop(); address !== undefined; address = pending.pop()) {
    if (seen.has(address)) continue;
    seen.add(address);
    const instruction = program[address];
    if (instruction?.kind === 'jump') pending.push(...instruction.targets);
    else if (instruction?.kind === 'assertion' && holds(instruction.assertion, text, at)) pending.push(address + 1);
  }
  return [...seen];
}

function holds(assertion: Assertion, text: readonly number[], at: number): boolean {
  const before = text[at - 1];
  const after = text[at];
  switch (assertion) {
    case 'text-start':
      return before === undefined;
    case 'text-end':
      return after === undefined;
    case 'line-start':
      return before === undefined || before === 0x0a;
    case 'line-end':
      return after === undefined || after === 0x0a;
    case 'word-boundary':
      return isWordAt(before) !== isWordAt(after);
    case 'no-word-boundary':
      return isWordAt(before) === isWordAt(after);
  }
}

function isWordAt(character: number | undefined): boolean {
  return character !== undefined && isWord(character);
}
