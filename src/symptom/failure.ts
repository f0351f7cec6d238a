/** Which failure a sighting shows. */
import { together } from './causes-by-failure.ts';
import { isRuledOut, leadingCauses } from './clues.ts';
import { failuresByTrace } from './failure-by-trace.ts';
import type { Failure } from './failure-kind.ts';
import { failuresWithReason } from './failure-with-reason.ts';
import { saidIn } from './said.ts';
import type { Sighting } from './sighting.ts';

/** All kinds, a written reason before what is only a trace of one. */
export const failures = [...failuresWithReason, ...failuresByTrace] as const;

/** Undefined when the words mean nothing that is known. */
export function failureOf(sighting: Sighting): Failure | undefined {
  const said = saidIn(sighting);
  const kind = failures.find(({ shows }) => shows(said));
  if (kind === undefined) return undefined;
  const { kind: name, blame, says } = kind;
  const causes = together(leadingCauses(said), kind.causes).filter((code) => !isRuledOut(said, code));
  return {
    kind: name,
    blame,
    says,
    causes: blame === 'none' ? kind.causes : causes,
    withReason: failuresWithReason.includes(kind),
  };
}
