/** The edges that readiness is about: those of a check file, or every edge the dumps know of. */
import type { Expectation } from '../check/check-file.ts';
import { questionOf } from '../check/run-check.ts';
import { clientsNamed } from '../edge/client-names.ts';
import { everyEdge } from '../edge/every-edge.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { outside } from '../edge/trace.ts';
import { judgeEdge } from '../judge-edge.ts';
import type { EndpointVerdict } from '../verdict/model.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';

/** One edge, as it was asked and as the captured mesh answers. */
export interface AskedEdge {
  /** As in the check file, else `FROM → TO`. */
  readonly id: string;
  readonly questions: readonly EdgeQuestion[];
  readonly before: readonly EndpointVerdict[];
}

/** Edges with the verdicts of the mesh as it was captured. Without a check file: every edge. */
export function askedEdges(mesh: Mesh, expectations: readonly Expectation[] | undefined): readonly AskedEdge[] {
  if (expectations === undefined) {
    return [...everyEdge(mesh)].map((question) => {
      const { from, host, port } = question;
      return asked(mesh, `${from} → ${host}:${port}`, [question]);
    });
  }
  return expectations.map((each) => {
    const clients = each.from === outside ? [outside] : proxiesNamed(mesh, each.from);
    return asked(
      mesh,
      each.id,
      clients.map((from) => questionOf(mesh, each, from)),
    );
  });
}

function proxiesNamed(mesh: Mesh, word: string): readonly string[] {
  const named = clientsNamed(mesh, word);
  return named.kind === 'found' ? named.things.map(({ name }) => name) : [];
}

function asked(mesh: Mesh, id: string, questions: readonly EdgeQuestion[]): AskedEdge {
  return { id, questions, before: verdicts(mesh, questions, { strictEvidence: false }) };
}

/** Every endpoint of the questions, judged; of one that asks for an endpoint, that one alone. */
export function verdicts(
  mesh: Mesh,
  questions: readonly EdgeQuestion[],
  options: VerdictOptions,
): readonly EndpointVerdict[] {
  return questions.flatMap((question) => {
    const { endpoints } = judgeEdge(mesh, question, options);
    const own = endpoints.filter((each) => question.endpoint === undefined || each.endpoint === question.endpoint);
    return own.length > 0 ? own : endpoints;
  });
}
