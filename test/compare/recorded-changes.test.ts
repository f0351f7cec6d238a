import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareSides } from '../../src/compare/compare.ts';
import { clientsNamed } from '../../src/edge/client-names.ts';
import type { Mesh } from '../../src/edge/mesh.ts';
import { defaultSpeaks } from '../../src/edge/speaks.ts';
import { inspect, type Inspected } from '../../src/inspect.ts';
import { judgeTrace } from '../../src/judge-edge.ts';
import { forgetFolders, recordedFolder, scenarios } from '../recordings/recordings.ts';
import { keyOf, recordedEdges, type RecordedEdge } from './recorded.ts';

const options = { strictEvidence: false };
const compared = scenarios.filter((name) => !name.endsWith('/baseline') && scenarios.includes(baselineOf(name)));

/** What was held against the recordings, so that an empty comparison is noticed. */
const tally = { edges: 0, changed: 0 };

afterAll(forgetFolders);

describe.each(compared)('%s against its baseline', (scenario) => {
  it('says of exactly those edges that their outcome changed whose outcome did change', async () => {
    const [before, after] = [await readBaseline(scenario), await inspected(scenario)];
    const said = new Set(
      compareSides(before, after, (mesh, trace) => judgeTrace(mesh, trace, options))
        .edges.filter((edge) => edge.before?.outcome !== edge.after?.outcome)
        .map(({ from, to, endpoint }) => keyOf(from.name, to, endpoint)),
    );
    const was = await recordedEdges(baselineOf(scenario));
    const wrong: string[] = [];
    for (const [key, is] of await recordedEdges(scenario)) {
      const then = was.get(key);
      if (then === undefined || !isDefault(before.mesh, is) || is.speaks !== then.speaks) continue;
      const changed = couldBe(then, is);
      tally.edges += 1;
      if (said.has(key)) tally.changed += 1;
      if (!changed.has(said.has(key))) wrong.push(`${key}: was ${then.outcomes[0]}, is ${is.outcomes[0]}`);
    }
    expect(wrong).toEqual([]);
  });
});

it('has held enough edges against what happened', () => {
  expect(tally.edges).toBeGreaterThan(2000);
  expect(tally.changed).toBeGreaterThan(400);
});

function baselineOf(scenario: string): string {
  return `${scenario.slice(0, scenario.indexOf('/'))}/baseline`;
}

const baselines = new Map<string, Promise<Inspected>>();

function readBaseline(scenario: string): Promise<Inspected> {
  const name = baselineOf(scenario);
  const read = baselines.get(name) ?? inspected(name);
  baselines.set(name, read);
  return read;
}

async function inspected(scenario: string): Promise<Inspected> {
  return inspect([{ kind: 'path', path: join(await recordedFolder(scenario), 'proxies') }], { now: new Date(0) });
}

/** Did the outcome change, with all that counts as what happened? */
function couldBe(then: RecordedEdge, is: RecordedEdge): ReadonlySet<boolean> {
  return new Set(then.outcomes.flatMap((before) => is.outcomes.map((after) => before !== after)));
}

function isDefault(mesh: Mesh, { from, to, speaks }: RecordedEdge): boolean {
  const colon = to.lastIndexOf(':');
  const named = clientsNamed(mesh, from);
  const client = named.kind === 'found' ? named.things[0] : undefined;
  return speaks === defaultSpeaks(mesh, client, to.slice(0, colon), Number(to.slice(colon + 1)));
}
