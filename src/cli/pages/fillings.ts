import type { Filling, Stencil } from '../../input/json/filling.ts';
import type { FillingOfRecipe, ResourceRecipe } from '../../input/recall/recall.ts';
import type { TextStencil } from '../../input/recall/text-part.ts';
import { escapeInJson } from './escape-in-json.ts';

/** So many resources of a recipe are taken as they come: what is filled in has to be worth its preparing. */
const worthFilling = 8;

/**
 * The fillings of recipes in one source, each made once. `fillingOf` answers undefined where the resources of a recipe
 * are to be taken as they come.
 */
export function fillings(fillingOf: FillingOfRecipe): FillingOfRecipe {
  const known = new Map<ResourceRecipe, { met: number; filling: Filling | undefined }>();
  return (recipe, source) => {
    const of = known.get(recipe) ?? { met: 0, filling: undefined };
    known.set(recipe, of);
    of.met += 1;
    if (of.met === worthFilling) of.filling = fillingOf(recipe, source);
    return of.filling;
  };
}

/** A text of what a recipe makes, in JSON or without anything to escape, for the resources of a source. */
export function stencilFor(text: TextStencil, { pointer }: ResourceRecipe, source: string): Stencil {
  return text
    .flatMap((piece): Stencil => {
      if ('source' in piece) return [{ text: escapeInJson(source) }];
      return 'pointer' in piece ? [piece, { text: escapeInJson(pointer) }] : [piece];
    })
    .filter((piece) => !('text' in piece && piece.text === ''));
}
