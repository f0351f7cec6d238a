/** What in the configuration changed what becomes of a connection. */
import type { Aligned } from '../align.ts';
import { changedFacets } from '../changed-facets.ts';
import type { ConfigChange } from '../model.ts';
import type { EndpointPair } from '../pair-endpoints.ts';
import type { JointQuestion } from '../questions.ts';
import type { JudgeTrace } from '../side.ts';
import { certificateSuspects, timeSuspect } from './certificate-suspect.ts';
import { clusterSuspects } from './cluster-suspect.ts';
import { convicted } from './convict.ts';
import { endpointSuspect } from './endpoint-suspect.ts';
import { policiesBehind, type PolicyHistory } from './policy-behind.ts';
import { routeSuspect } from './route-suspect.ts';
import { serverOf, serverSuspects } from './server-suspect.ts';

/** What an investigation needs. */
export interface Investigation {
  readonly aligned: Aligned;
  readonly judge: JudgeTrace;
  readonly history: PolicyHistory;
}

/** What did it, the deciding first; last the policies behind it, where they were read. */
export function culprits(
  { aligned, judge, history }: Investigation,
  question: JointQuestion,
  { before, after }: EndpointPair,
): readonly ConfigChange[] {
  if (before === undefined || after === undefined) return [];
  const suspects = [
    ...routeSuspect(before.trace, after.trace),
    ...clusterSuspects(before.trace, after.trace),
    ...endpointSuspect(before.trace, after.trace),
    ...certificateSuspects(before.trace, after.trace),
    ...serverSuspects(before.trace, after.trace, changedFacets(before.meaning, after.meaning)),
    ...timeSuspect(before.trace, after.trace, aligned.before.at, aligned.after.at),
  ];
  const guilty = convicted({ aligned, judge, question, before, after }, suspects);
  const ends = [after.trace.client, serverOf(after.trace).proxy] as const;
  const policies = guilty.flatMap((suspect) => policiesBehind(suspect, history, ...ends));
  return [...guilty.map(({ change }) => change), ...distinct(policies)];
}

function distinct(changes: readonly ConfigChange[]): readonly ConfigChange[] {
  return [...new Map(changes.map((change) => [change.text, change])).values()];
}
