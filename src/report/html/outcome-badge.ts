import type { RolledUpOutcome } from '../../verdict/model.ts';
import { outcomeWords } from '../outcome-words.ts';
import { markup, type Html } from './markup.ts';

/** An outcome as a word with its mark; the colour says nothing more. */
export function outcomeBadge(outcome: RolledUpOutcome): Html {
  const { mark, name } = outcomeWords[outcome];
  return markup`<span class="badge o-${outcome}"><span aria-hidden="true">${mark}</span> ${name}</span>`;
}
