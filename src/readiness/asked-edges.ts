/** The edges that readiness is about: those of a check file, or every edge the dumps know of. */
import type { Expectation } from '../check/check-file.ts';
import { matchingEdges } from '../check/matching-edges.ts';
import { everyEdge } from '../edge/every-edge.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { traceEdge } from '../edge/trace.ts';
import type { EndpointVerdict } from '../verdict/model.ts';
import { verdictOf, type VerdictOptions } from '../verdict/verdict.ts';

/** One edge, as it was asked and as the captured mesh answers. */
export interface AskedEdge {
  /** As in the check file, else `FROM → TO`. */
  readonly id: string;
  readonly question: EdgeQuestion;
  readonly before: readonly EndpointVerdict[];
}

/** Edges with the verdicts of the mesh as it was captured. Without a check file: every edge. */
export function askedEdges(mesh: Mesh, expectations: readonly Expectation[] | undefined): readonly AskedEdge[] {
  if (expectations === undefined) {
    return [...everyEdge(mesh)].map((question) => {
      const { from, host, port } = question;
      return asked(mesh, `${from} → ${host}:${port}`, question);
    });
  }
  return expectations.flatMap((each) =>
    matchingEdges(mesh, each).questions.map((question) => asked(mesh, each.id, question)),
  );
}

function asked(mesh: Mesh, id: string, question: EdgeQuestion): AskedEdge {
  return { id, question, before: verdicts(mesh, question, { strictEvidence: false }) };
}

/**
 * Every endpoint of the question, judged; of one that asks for an endpoint, that one alone. Causes are not looked for,
 * which takes as long as all the rest: what breaks is not broken yet.
 */
export function verdicts(mesh: Mesh, question: EdgeQuestion, options: VerdictOptions): readonly EndpointVerdict[] {
  const endpoints = traceEdge(mesh, question).map((trace) => verdictOf(trace, options));
  const own = endpoints.filter((each) => question.endpoint === undefined || each.endpoint === question.endpoint);
  return own.length > 0 ? own : endpoints;
}
