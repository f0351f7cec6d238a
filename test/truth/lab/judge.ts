/** A kind of case with its type put away, so that kinds of different cases fit into one list. */
import type { Case, Kind } from './kind.ts';
import type { Lab } from './lab.ts';
import { runKind, type Run, type Tally } from './run-kind.ts';

export interface Judge {
  readonly name: string;
  readonly run: (lab: Lab, run: Run) => Promise<Tally>;
  /** Runs one case that was kept as a file. */
  readonly rerun: (kept: unknown, lab: Lab, say: (line: string) => void) => Promise<Tally>;
}

export function judge<C extends Case>(kind: Kind<C>): Judge {
  return {
    name: kind.name,
    run: (lab, run) => runKind(kind, lab, run),
    rerun: async (kept, lab, say) => {
      const [outcome] = await kind.run([kept as C], lab);
      if (outcome === undefined) throw new Error('the case has no outcome');
      say(`predicted ${outcome.predicted}, observed ${outcome.observed}`);
      return outcome.predicted === outcome.observed ? { agree: 1, disagree: 0 } : { agree: 0, disagree: 1 };
    },
  };
}
