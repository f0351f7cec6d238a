/** Which suspects really changed what becomes of a connection: those without whose doing it would be as before. */
import type { Aligned } from '../align.ts';
import { changedFacets } from '../changed-facets.ts';
import type { Walked } from '../pair-endpoints.ts';
import type { JointQuestion } from '../questions.ts';
import type { JudgeTrace } from '../side.ts';
import { walk } from '../walk.ts';
import { putBack, type Ends } from './put-back.ts';
import { serverOf } from './server-suspect.ts';
import type { Part, Suspect } from './suspect.ts';

export interface Case {
  readonly aligned: Aligned;
  readonly judge: JudgeTrace;
  readonly question: JointQuestion;
  readonly before: Walked;
  readonly after: Walked;
}

/** istiod changes these together: a rule takes the cluster's transport socket and the endpoints' marks at once. */
const together: readonly (readonly Part[])[] = [
  ['clusters', 'endpoints', 'routes'],
  ['client certificates'],
  ['server mode'],
  ['server listeners'],
  ['server certificates'],
  ['server dump'],
  ['time'],
];

/**
 * Those that undo the change when they are put back, then those that alter it; where none does, all of them, for they
 * did it together.
 */
export function convicted(given: Case, suspects: readonly Suspect[]): readonly Suspect[] {
  const suspected = new Set(suspects.map(({ part }) => part));
  if (suspected.size < 2) return suspects;
  const groups = together
    .map((group) => group.filter((part) => suspected.has(part)))
    .filter((group) => group.length > 0);
  const weighed = groups.map((group) => ({ parts: needed(given, group), weight: weigh(given, group) }));
  const guilty = (weight: Weight): readonly Suspect[] =>
    weighed
      .filter((group) => group.weight === weight)
      .flatMap(({ parts }) => parts.flatMap((part) => suspects.filter((suspect) => suspect.part === part)));
  const found = [...guilty('undoes'), ...guilty('alters')];
  return found.length === 0 ? suspects : found;
}

/** The parts of a group that it cannot do without. */
function needed(given: Case, group: readonly Part[]): readonly Part[] {
  if (group.length === 1) return group;
  const whole = weigh(given, group);
  const parts = group.filter(
    (part) =>
      weigh(
        given,
        group.filter((other) => other !== part),
      ) !== whole,
  );
  return parts.length === 0 ? group : parts;
}

type Weight = 'undoes' | 'alters' | 'nothing';

function weigh({ aligned, judge, question, before, after }: Case, parts: readonly Part[]): Weight {
  const mesh = putBack(aligned.after, aligned.before, endsOf(before, after), parts);
  const walked = walk(mesh, question.after, judge);
  const endpoint = after.verdict.endpoint ?? before.verdict.endpoint;
  const same = walked.find(({ verdict }) => verdict.endpoint === endpoint) ?? walked[0];
  if (same === undefined) return 'nothing';
  const [was, is, now] = [before.meaning, after.meaning, same.meaning];
  if (now.outcome === was.outcome && is.outcome !== was.outcome) return 'undoes';
  if (changedFacets(was, now).length === 0) return 'undoes';
  return changedFacets(is, now).length === 0 ? 'nothing' : 'alters';
}

function endsOf(before: Walked, after: Walked): Ends {
  const [client, clientNow] = [before.trace.client, after.trace.client];
  const [server, serverNow] = [serverOf(before.trace).proxy, serverOf(after.trace).proxy];
  return {
    ...(client !== undefined && clientNow !== undefined && { client: { before: client, after: clientNow } }),
    ...(server !== undefined && serverNow !== undefined && { server: { before: server, after: serverNow } }),
  };
}
