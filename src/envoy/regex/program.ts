/** A regular expression as instructions of a machine that follows all paths at once. */
import { RegexSyntaxError, type Assertion, type CharacterTest, type RegexNode } from './syntax.ts';

export type Instruction =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'jump'; readonly targets: readonly number[] }
  | { readonly kind: 'match' };

/** Time grows with instructions times characters: beyond this an expression is not tried. */
const sizeLimit = 20_000;

/** Throws RegexSyntaxError when the program would grow too large. */
export function compile(node: RegexNode): readonly Instruction[] {
  const program: Instruction[] = [];
  emit(node, program);
  program.push({ kind: 'match' });
  return program;
}

function emit(node: RegexNode, program: Instruction[]): void {
  if (program.length > sizeLimit) throw new RegexSyntaxError('an expression too large');
  switch (node.kind) {
    case 'character':
    case 'assertion':
      program.push(node);
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, program);
      return;
    case 'choice':
      emitChoice(node.options, program);
      return;
    case 'repeat':
      emitRepeat(node, program);
      return;
  }
}

function emitChoice(options: readonly RegexNode[], program: Instruction[]): void {
  const start = program.length;
  const targets: number[] = [];
  const exits: number[] = [];
  program.push({ kind: 'match' });
  for (const option of options) {
    targets.push(program.length);
    emit(option, program);
    exits.push(program.length);
    program.push({ kind: 'match' });
  }
  program[start] = { kind: 'jump', targets };
  for (const exit of exits) program[exit] = { kind: 'jump', targets: [program.length] };
}

function emitRepeat(node: Extract<RegexNode, { kind: 'repeat' }>, program: Instruction[]): void {
  for (let i = 0; i < node.minimum; i++) emit(node.node, program);
  if (node.maximum === Infinity) {
    const start = program.length;
    program.push({ kind: 'match' });
    emit(node.node, program);
    program.push({ kind: 'jump', targets: [start] });
    program[start] = { kind: 'jump', targets: [start + 1, program.length] };
    return;
  }
  const skips: number[] = [];
  for (let i = node.minimum; i < node.maximum; i++) {
    skips.push(program.length);
    program.push({ kind: 'match' });
    emit(node.node, program);
  }
  for (const skip of skips) program[skip] = { kind: 'jump', targets: [skip + 1, program.length] };
}
