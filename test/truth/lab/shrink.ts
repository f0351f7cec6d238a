/** Delta debugging: a failing case is made smaller for as long as it still fails. */
import type { Case, Kind, Outcome } from './kind.ts';
import type { Lab } from './lab.ts';

/** Each step starts an Envoy: milliseconds for all steps of a case. */
const limit = 20_000;

/** The smallest failing case found, with its outcome. */
export async function shrink<C extends Case>(
  kind: Kind<C>,
  failing: C,
  outcome: Outcome,
  lab: Lab,
): Promise<{ readonly smallest: C; readonly outcome: Outcome }> {
  const deadline = Date.now() + limit;
  let best = { smallest: failing, outcome };
  for (let next = true; next;) {
    next = false;
    for (const candidate of kind.smaller(best.smallest)) {
      if (Date.now() > deadline) return best;
      const [result] = await kind.run([candidate], lab).catch(() => []);
      if (result === undefined || result.predicted === result.observed) continue;
      best = { smallest: candidate, outcome: result };
      next = true;
      break;
    }
  }
  return best;
}
