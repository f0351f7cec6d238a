/** What was recorded of a scenario's edges, for holding a comparison against it. */
import { recordedFiles } from '../recordings/recordings.ts';
import { readCheckFile } from '../../src/check/check-file.ts';

/** One edge as it was asked and as it happened. */
export interface RecordedEdge {
  readonly from: string;
  readonly to: string;
  readonly endpoint: string | undefined;
  readonly speaks: string | undefined;
  /** What happened, first, and what counts too where no dump holds what decided. */
  readonly outcomes: readonly string[];
}

interface Observed {
  readonly id: string;
  readonly outcome: string;
  readonly acceptable?: readonly string[];
}

/** The edges of a scenario by client, service and endpoint: those from a proxy to a service name. */
export async function recordedEdges(scenario: string): Promise<ReadonlyMap<string, RecordedEdge>> {
  const files = await recordedFiles(scenario);
  const observed = JSON.parse(files.get('observed.json') ?? '[]') as readonly Observed[];
  const truths = new Map(observed.map((truth) => [truth.id, truth]));
  const asked = readCheckFile(files.get('edges.yaml') ?? '', 'edges.yaml');
  return new Map(
    asked.flatMap(({ id, from, to, endpoint, speaks }) => {
      const truth = truths.get(id);
      if (truth === undefined || from === 'outside' || /^\d+\.\d+\.\d+\.\d+:\d+$/u.test(to)) return [];
      const outcomes = [truth.outcome, ...(truth.acceptable ?? [])];
      return [[keyOf(from, to, endpoint), { from, to, endpoint, speaks, outcomes }] as const];
    }),
  );
}

export function keyOf(from: string, to: string, endpoint: string | undefined): string {
  return `${from} → ${to} ${endpoint ?? ''}`.trimEnd();
}
