import { everyEdge } from '../edge/every-edge.ts';
import type { Proxy } from '../envoy/model.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import type { Inspected } from '../inspect.ts';
import { authnPolicies } from '../inspection/authn-policy.ts';
import { listedEdge, type EdgeRecord } from '../inspection/edge-record.ts';
import { tlsCheck } from '../inspection/tls-check.ts';
import { judgeEdge } from '../judge-edge.ts';
import type { Verdict } from '../verdict/model.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';

/** Which edges are wanted: asked before they are judged, which costs more, and after. */
export interface EdgeSelection {
  readonly mayPass: (question: EdgeQuestion, client: Proxy | undefined) => boolean;
  readonly passes: (verdict: Verdict) => boolean;
}

/** An edge judged, and as a document lists it. */
export interface JudgedEdge {
  readonly verdict: Verdict;
  readonly record: EdgeRecord;
}

/** Every edge of the mesh that is wanted, one after the other, so that nothing is held that was written already. */
export function* judgedEdges(
  { mesh, policies }: Inspected,
  options: VerdictOptions,
  { mayPass, passes }: EdgeSelection = { mayPass: () => true, passes: () => true },
): Generator<JudgedEdge> {
  const authnPolicyOf = authnPolicies(policies);
  for (const question of everyEdge(mesh)) {
    if (!mayPass(question, mesh.proxyNamed(question.from))) continue;
    const verdict = judgeEdge(mesh, question, options);
    if (passes(verdict)) yield { verdict, record: listedEdge(verdict, tlsCheck(mesh, verdict, authnPolicyOf)) };
  }
}
