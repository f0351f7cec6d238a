import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { failureOf } from '../../src/symptom/failure.ts';
import type { Sighting } from '../../src/symptom/sighting.ts';
import { suspectsOf } from '../../src/symptom/suspects.ts';
import { forgetFolders, scenarios } from '../recordings/recordings.ts';
import { recordedMesh, recordedSightings, type RecordedSightings } from './recorded-logs.ts';

/** By scenario the ids of edges, by cause (see `test/causes/recorded.test.ts`). */
const intended = JSON.parse(readFileSync(new URL('../causes/intended.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, unknown>>>
>;

interface FailingEdge extends RecordedSightings {
  readonly cause: string;
}

/** What failed in a recording, and why. */
async function failing(scenario: string): Promise<readonly FailingEdge[]> {
  const byId = new Map(
    Object.entries(intended[scenario] ?? {}).flatMap(([cause, ids]) =>
      typeof ids === 'string' ? ids.split(' ').map((id) => [id, cause] as const) : [],
    ),
  );
  return (await recordedSightings(scenario)).flatMap((each) => {
    const cause = byId.get(each.id);
    return cause === undefined || each.outcome !== 'fails' ? [] : [{ ...each, cause }];
  });
}

function leadsTo(sighting: Sighting | undefined, cause: string): boolean {
  return sighting !== undefined && failureOf(sighting)?.causes.includes(cause) === true;
}

afterAll(forgetFolders);

describe('what was logged of each recorded failure', () => {
  it.each(scenarios)('leads to its cause: %s', async (scenario) => {
    const edges = await failing(scenario);
    expect(edges.filter(({ client, cause }) => client !== undefined && !leadsTo(client, cause))).toEqual([]);
    expect(edges.filter((each) => !sightings(each).some((one) => leadsTo(one, each.cause)))).toEqual([]);
  });
});

function sightings({ client, server, caller }: RecordedSightings): readonly (Sighting | undefined)[] {
  return [client, server, caller];
}

describe('with the dumps beside it', () => {
  it.each([
    'demo/mesh-strict',
    'demo/dr-disable-strict',
    'demo/dr-simple-strict',
    'demo/tls-version-gap',
    'demo/registry-only',
    'beer/beer-mesh-strict',
    'bookinfo/bookinfo-policy-without-dr',
    'hbone/hbone-mesh-strict',
  ])('names the edge and its cause: %s', async (scenario) => {
    const mesh = await recordedMesh(scenario);
    const missed: unknown[] = [];
    for (const { id, cause, client, server, question } of await failing(scenario)) {
      // Where the client could log the reason, the server's line is of another connection.
      const reasoned = client !== undefined && failureOf(client)?.withReason === true;
      for (const seen of reasoned ? [client] : [client, server]) {
        const failure = seen && failureOf(seen);
        if (seen === undefined || failure === undefined || failure.blame === 'none') continue;
        const { fitting } = suspectsOf(mesh, seen, failure);
        const found = fitting.some(({ causes }) => causes[0]?.code === cause);
        // A log line that names both ends leaves no other edge.
        if (!found || fitting.some(({ from }) => !question.startsWith(`${from.name} `))) {
          missed.push({
            id,
            question,
            kind: failure.kind,
            side: seen.side,
            cause,
            fitting: fitting.map(({ from, to }) => `${from.name} ${to}`),
          });
        }
      }
    }
    expect(missed).toEqual([]);
  });
});
