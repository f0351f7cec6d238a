/** The edges whose meaning changed. */
import { present } from '../envoy/present.ts';
import type { Peer } from '../verdict/model.ts';
import { peerOfProxy } from '../verdict/peers.ts';
import type { Aligned } from './align.ts';
import { changedFacets, directionOf } from './changed-facets.ts';
import type { EdgeChange, EdgeState } from './model.ts';
import { pairEndpoints, type EndpointPair, type Walked } from './pair-endpoints.ts';
import { jointQuestions, type JointQuestion } from './questions.ts';
import type { JudgeTrace } from './side.ts';
import { walk } from './walk.ts';

/** Says why an endpoint's meaning changed. */
export type Explain = (question: JointQuestion, pair: EndpointPair) => EdgeChange['because'];

/** Asks every question on both sides; yields what changed, in order of client, host, port and endpoint. */
export function* edgeChanges(aligned: Aligned, judge: JudgeTrace, explain: Explain): Generator<EdgeChange> {
  for (const question of jointQuestions(aligned)) {
    const before = walk(aligned.before, question.before, judge);
    const after = walk(aligned.after, question.after, judge);
    for (const pair of pairEndpoints(before, after)) {
      const change = changeOf(question, pair);
      if (change !== undefined) yield { ...change, because: explain(question, pair) };
    }
  }
}

function changeOf(question: JointQuestion, { before, after }: EndpointPair): EdgeChange | undefined {
  const common = { from: fromOf(question), to: toOf(question, after ?? before), replicas: 1, because: [] };
  const endpoint = after?.verdict.endpoint ?? before?.verdict.endpoint;
  const at = endpoint === undefined ? {} : { endpoint };
  if (before !== undefined && after !== undefined) {
    const facets = changedFacets(before.meaning, after.meaning);
    if (facets.length === 0) return undefined;
    const direction = directionOf(before.meaning, after.meaning);
    return { change: 'changed', ...common, ...at, before: stateOf(before), after: stateOf(after), facets, direction };
  }
  const one = { ...common, ...at, facets: [], direction: 'other' as const };
  if (before !== undefined) return { change: 'removed', ...one, before: stateOf(before), after: null };
  if (after !== undefined) return { change: 'added', ...one, before: null, after: stateOf(after) };
  return undefined;
}

function stateOf({ verdict, meaning }: Walked): EdgeState {
  const { endpoint, server, because, causes, symptom } = verdict;
  const { symptom: _compared, ...facts } = meaning;
  return { ...facts, ...present({ symptom, endpoint, server }), because, causes };
}

/** The workload is what stays. */
function fromOf({ pair }: JointQuestion): Peer {
  return peerOfProxy(pair.kind === 'before' ? pair.before : pair.after);
}

function toOf({ before, after }: JointQuestion, walked: Walked | undefined): string {
  const port = (after ?? before)?.port ?? 0;
  const host = walked?.trace.path.destination.host ?? (after ?? before)?.host ?? '';
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
