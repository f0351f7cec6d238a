/** Filter chain matching: which listener and which chain take a connection. */
import type { Kind } from '../lab/kind.ts';
import type { ChainCase } from './case.ts';
import { features, possible } from './features.ts';
import { fixed } from './fixed.ts';
import { generate } from './generate.ts';
import { runChains } from './run.ts';
import { smaller } from './smaller.ts';

export const chains: Kind<ChainCase> = {
  name: 'filter-chains',
  unit: 'connections',
  usual: 12_000,
  features,
  possible,
  fixed,
  generate,
  run: runChains,
  classify,
  smaller,
};

/** An answer is the names of a listener and a chain, or where the case says what happens, of the chain alone. */
function classify(observed: string): string {
  if (observed === 'closed' || observed === 'stalled') return observed;
  return observed.endsWith(' default') ? 'the default chain' : 'a chain';
}
