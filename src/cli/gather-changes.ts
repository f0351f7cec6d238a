import type { Comparison } from '../compare/compare.ts';
import type { ConfigChange, EdgeChange } from '../compare/model.ts';
import type { Inspected } from '../inspect.ts';
import { lookedUp } from '../inspection/evidence-record.ts';
import { openingRecords } from '../inspection/opening.ts';
import type { ChangedEdge, ChangeReason, Changes } from '../report/content/changes.ts';

/** Changes beyond these are counted: a change of the whole mesh is told by its first edges. */
const mostChanges = 100;

const worstFirst: readonly EdgeChange['direction'][] = ['broken', 'weaker', 'undecided', 'other', 'stronger', 'mended'];

/** What changed between two states, with its evidence from both. */
export async function gatherChanges({ edges }: Comparison, before: Inspected, after: Inspected): Promise<Changes> {
  const sorted = edges.toSorted(
    (one, other) => worstFirst.indexOf(one.direction) - worstFirst.indexOf(other.direction),
  );
  const { dumps, problems, time } = before;
  return {
    sources: openingRecords({ dumps, problems, ...time }).filter((record) => record.kind === 'source'),
    edges: await Promise.all(sorted.slice(0, mostChanges).map((edge) => changedEdge(edge, before, after))),
    more: Math.max(0, edges.length - mostChanges),
  };
}

async function changedEdge(edge: EdgeChange, before: Inspected, after: Inspected): Promise<ChangedEdge> {
  const because = await Promise.all(edge.because.map((reason) => reasonOf(reason, before, after)));
  return { ...edge, because };
}

async function reasonOf(reason: ConfigChange, before: Inspected, after: Inspected): Promise<ChangeReason> {
  return {
    text: reason.text,
    before: await Promise.all(reason.before.map((each) => lookedUp(each, before.locate))),
    after: await Promise.all(reason.after.map((each) => lookedUp(each, after.locate))),
  };
}
