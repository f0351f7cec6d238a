/** The edges that policies change, as a comparison of the mesh with itself. */
import { align } from '../compare/align.ts';
import { edgeChanges } from '../compare/edge-changes.ts';
import type { EdgeChange } from '../compare/model.ts';
import type { JudgeTrace } from '../compare/side.ts';
import type { Mesh } from '../edge/mesh.ts';
import { judgeTrace } from '../judge-edge.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';
import { byImportance } from './importance.ts';
import type { Prediction } from './predict.ts';
import { reasonsFor } from './reasons.ts';

/** Every edge between proxies that becomes another, the gravest first, each with what changed it. */
export function predictedEdges(
  before: Mesh,
  { mesh: after, whatIf, doubts }: Prediction,
  options: Pick<VerdictOptions, 'strictEvidence'>,
): readonly EdgeChange[] {
  const aligned = align(before, after);
  const judge: JudgeTrace = (mesh, trace) =>
    judgeTrace(mesh, trace, mesh === aligned.after ? { ...options, doubts } : options);
  const changes = edgeChanges(aligned, judge, (_question, pair) => {
    const traces = [pair.before?.trace, pair.after?.trace].filter((trace) => trace !== undefined);
    return reasonsFor(whatIf, before, traces);
  });
  return [...changes].toSorted(byImportance);
}
