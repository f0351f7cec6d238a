import { AlikeEdges, type ListedEdge } from '../alike/alike-edges.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import type { Proxy } from '../envoy/model.ts';
import type { Inspected } from '../inspect.ts';
import { authnPolicies } from '../inspection/authn-policy.ts';
import type { EdgeRecord } from '../inspection/edge-record.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';

/** Which edges are wanted: asked before they are judged, which costs more, and after. */
export interface EdgeSelection {
  readonly mayPass: (question: EdgeQuestion, client: Proxy | undefined) => boolean;
  /** Undefined where all pass. */
  readonly passes?: ((edge: EdgeRecord) => boolean) | undefined;
}

/** Every edge of the mesh that is wanted, one after the other, so that nothing is held that was written already. */
export function* judgedEdges(
  { mesh, policies }: Inspected,
  options: VerdictOptions,
  { mayPass, passes }: EdgeSelection = { mayPass: () => true },
): Generator<ListedEdge> {
  const alike = new AlikeEdges(mesh, options, authnPolicies(policies));
  for (const question of alike.questions()) {
    if (!mayPass(question, mesh.proxyNamed(question.from))) continue;
    const edge = alike.edge(question);
    if (passes?.(edge.record) !== false) yield edge;
  }
}
