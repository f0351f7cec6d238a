/** A question answered: walked, judged, explained. */
import { causesOf } from './cause/causes-of.ts';
import type { Mesh } from './edge/mesh.ts';
import type { EdgeQuestion } from './edge/question.ts';
import { traceEdge } from './edge/trace.ts';
import type { Trace } from './edge/model.ts';
import type { EndpointVerdict, Verdict } from './verdict/model.ts';
import { rollUp } from './verdict/outcome.ts';
import { clientPeer } from './verdict/peers.ts';
import { verdictOf, type VerdictOptions } from './verdict/verdict.ts';

/** Judges one edge: one endpoint verdict per endpoint it may reach. Never throws for what a dump says. */
export function judgeEdge(mesh: Mesh, question: EdgeQuestion, options: VerdictOptions): Verdict {
  return judgeTraces(mesh, question, traceEdge(mesh, question), options);
}

/** Judges one edge that was walked already. */
export function judgeTraces(
  mesh: Mesh,
  question: EdgeQuestion,
  traces: readonly Trace[],
  options: VerdictOptions,
): Verdict {
  const endpoints = traces.map((trace) => judgeTrace(mesh, trace, options));
  const [first] = traces;
  const host = first?.path.destination.host ?? question.host;
  return {
    question,
    from: first === undefined ? { name: question.from, namespace: '', workload: '' } : clientPeer(first),
    to: `${host.includes(':') ? `[${host}]` : host}:${question.port}`,
    outcome: rollUp(endpoints),
    endpoints,
  };
}

/** Judges one walk through a mesh, and names why it is what it is. */
export function judgeTrace(mesh: Mesh, trace: Trace, options: VerdictOptions): EndpointVerdict {
  const verdict = verdictOf(trace, options);
  return { ...verdict, causes: causesOf({ mesh, trace, outcome: verdict.outcome }) };
}
