import { expect } from 'vitest';
import { AlikeEdges, type ListedEdge } from '../../src/alike/alike-edges.ts';
import { everyEdge } from '../../src/edge/every-edge.ts';
import { meshOf, type Mesh } from '../../src/edge/mesh.ts';
import type { Proxy } from '../../src/envoy/model.ts';
import type { Inspected } from '../../src/inspect.ts';
import { authnPolicies } from '../../src/inspection/authn-policy.ts';
import { listedEdge, type EdgeRecord } from '../../src/inspection/edge-record.ts';
import { tlsCheck } from '../../src/inspection/tls-check.ts';
import { judgeEdge } from '../../src/judge-edge.ts';
import { printable } from '../../src/printable.ts';

const options = { strictEvidence: false };

/** A mesh of other proxies, under the same policies and at the same time. */
export function meshWith({ mesh }: Inspected, proxies: readonly Proxy[]): Mesh {
  return meshOf(proxies, mesh.at, mesh.policies);
}

/** Every edge as each of them is when it is judged by itself: a line of JSON. */
export function judgedApart(mesh: Mesh, { policies }: Inspected): readonly string[] {
  const authnPolicyOf = authnPolicies(policies);
  return [...everyEdge(mesh)].map((question) => {
    const verdict = judgeEdge(mesh, question, options);
    return lineOf(listedEdge(verdict, tlsCheck(mesh, verdict, authnPolicyOf)));
  });
}

/** Every edge as it is told where alike edges are judged once, and which of them were not judged by themselves. */
export function judgedTogether(
  mesh: Mesh,
  { policies }: Inspected,
): { lines: readonly string[]; shared: ListedEdge[] } {
  const alike = new AlikeEdges(mesh, options, authnPolicies(policies));
  const questions = [...alike.questions()];
  expect(questions).toEqual([...everyEdge(mesh)]);
  const edges = questions.map((question) => alike.edge(question));
  return {
    lines: edges.map(({ text, record }) => text ?? lineOf(record)),
    shared: edges.filter(({ text }) => text !== undefined),
  };
}

/** As a JSON document has it. */
export function lineOf(record: EdgeRecord): string {
  const { kind: _, ...value } = record;
  return printable(JSON.stringify(value));
}
