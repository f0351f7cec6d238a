/** One question walked and judged in one mesh. */
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { traceEdge } from '../edge/trace.ts';
import { meaningOf } from './meaning.ts';
import type { Walked } from './pair-endpoints.ts';
import type { JudgeTrace } from './side.ts';

/** One walk per endpoint; none where there is nothing to ask. */
export function walk(mesh: Mesh, question: EdgeQuestion | undefined, judge: JudgeTrace): readonly Walked[] {
  if (question === undefined) return [];
  return traceEdge(mesh, question).map((trace) => {
    const verdict = judge(mesh, trace);
    return { trace, verdict, meaning: meaningOf(trace, verdict) };
  });
}
