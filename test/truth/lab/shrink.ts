/** Delta debugging: a failing case is made smaller for as long as it still fails. */
import type { Case, Kind, Outcome } from './kind.ts';
import type { Lab } from './lab.ts';

/** Each step starts an Envoy. */
const limit = 200;

/** The smallest failing case found, with its outcome. */
export async function shrink<C extends Case>(
  kind: Kind<C>,
  failing: C,
  outcome: Outcome,
  lab: Lab,
): Promise<{ readonly smallest: C; readonly outcome: Outcome }> {
  let best = { smallest: failing, outcome };
  let steps = 0;
  for (let next = true; next;) {
    next = false;
    for (const candidate of kind.smaller(best.smallest)) {
      steps += 1;
      if (steps > limit) return best;
      const [result] = await kind.run([candidate], lab).catch(() => []);
      if (result === undefined || result.predicted === result.observed) continue;
      best = { smallest: candidate, outcome: result };
      next = true;
      break;
    }
  }
  return best;
}
