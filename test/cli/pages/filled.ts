import type { Stencil } from '../../../src/input/json/filling.ts';

/** What a stencil says of a record with this pointer and these names. */
export function filledIn(stencil: Stencil, pointer: string, names: readonly string[]): string {
  return stencil
    .map((piece) => {
      if ('text' in piece) return piece.text;
      return 'name' in piece ? (names[piece.name] ?? '').slice(piece.from) : pointer;
    })
    .join('');
}
