import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCheckFile } from '../../src/check/check-file.ts';
import { runCheck } from '../../src/check/run-check.ts';
import { compareSides } from '../../src/compare/compare.ts';
import type { EdgeChange } from '../../src/compare/model.ts';
import { inspect, type Inspected } from '../../src/inspect.ts';
import { judgeTrace } from '../../src/judge-edge.ts';
import { predict, type Prediction } from '../../src/prediction/predict.ts';
import { predictedEdges } from '../../src/prediction/predicted-edges.ts';
import { resourcesOf } from '../policy/from-yaml.ts';
import { forgetFolders, recordedFiles, recordedFolder, scenarios } from '../recordings/recordings.ts';

interface Observed {
  readonly id: string;
  readonly outcome: string;
  readonly acceptable?: readonly string[];
}

const options = { strictEvidence: false };

/** istiod had no endpoints yet when this one was recorded. */
const warming = 'demo/random-25';

const changed = scenarios.filter(
  (name) => !name.endsWith('/baseline') && name !== warming && scenarios.includes(baselineOf(name)),
);

/** Scenarios whose policies hold EnvoyFilters, which are not translated. */
const filtered: ReadonlySet<string> = new Set([
  'demo/cipher-gap',
  'demo/inbound-plain-by-envoyfilter',
  'demo/tls-version-gap',
]);

const tally = { asked: 0, agreed: 0, undecided: 0, falselyMtls: 0 };

afterAll(forgetFolders);

describe.each(changed)('the policies of %s, applied to its baseline', (scenario) => {
  it('lead to what happened once they were applied', async () => {
    const { mesh, doubts } = await prediction(scenario);
    const files = await recordedFiles(scenario);
    const observed = JSON.parse(files.get('observed.json') ?? '[]') as readonly Observed[];
    const truths = new Map(observed.map((truth) => [truth.id, [truth.outcome, ...(truth.acceptable ?? [])]]));
    const wrong: string[] = [];
    for (const expectation of readCheckFile(files.get('edges.yaml') ?? '', 'edges.yaml')) {
      const truth = truths.get(expectation.id) ?? [];
      const { outcome } = runCheck(mesh, expectation, { ...options, doubts });
      const agrees = truth.includes(outcome);
      tally.asked += 1;
      tally.agreed += Number(agrees);
      tally.undecided += Number(outcome === 'undecided' && !agrees);
      tally.falselyMtls += Number(outcome === 'mtls' && !agrees);
      const open = outcome === 'undecided' && filtered.has(scenario);
      if (!agrees && !open) wrong.push(`#${expectation.id} was ${truth[0] ?? 'not observed'}, predicted ${outcome}`);
    }
    expect(wrong).toEqual([]);
  });
});

it('are right about at least 99 % of all edges, and never falsely say mutual TLS', () => {
  expect(tally.asked).toBeGreaterThan(3000);
  expect(tally.agreed / tally.asked).toBeGreaterThanOrEqual(0.99);
  expect(tally.falselyMtls).toBe(0);
});

/** Some of every group: the comparison of whole meshes takes its time. */
const sampled = changed.filter((name, at) => at % 9 === 0 && !filtered.has(name));

describe.each(sampled)('the edges that the policies of %s change', (scenario) => {
  it('are those that differ between the recorded meshes', async () => {
    const [before, after] = [await baseline(scenario), await inspected(scenario)];
    const { edges } = compareSides(before, after, (mesh, trace) => judgeTrace(mesh, trace, options));
    const said = predictedEdges(before.mesh, await prediction(scenario), options);
    expect(outcomes(said)).toEqual(outcomes(edges));
  });
});

/** Changes of the outcome; sorted. */
function outcomes(edges: readonly EdgeChange[]): readonly string[] {
  return edges
    .filter(({ before, after }) => before?.outcome !== after?.outcome)
    .map(
      ({ from, to, endpoint, before, after }) =>
        `${from.name} → ${to} ${endpoint ?? ''}: ${before?.outcome ?? 'none'} → ${after?.outcome ?? 'none'}`,
    )
    .toSorted();
}

function baselineOf(scenario: string): string {
  return `${scenario.slice(0, scenario.indexOf('/'))}/baseline`;
}

const baselines = new Map<string, Promise<Inspected>>();

function baseline(scenario: string): Promise<Inspected> {
  const name = baselineOf(scenario);
  const known = baselines.get(name) ?? inspected(name);
  baselines.set(name, known);
  return known;
}

/** The dumps alone: what is in force is left to be inferred. */
async function inspected(scenario: string): Promise<Inspected> {
  const folder = await recordedFolder(scenario);
  return inspect([{ kind: 'path', path: join(folder, 'proxies') }], { now: new Date(0) });
}

async function prediction(scenario: string): Promise<Prediction> {
  const files = await recordedFiles(scenario);
  const yaml = ['policies.yaml', 'mesh.yaml'].map((name) => files.get(name) ?? '').filter((text) => text.trim() !== '');
  return predict(
    await baseline(scenario),
    yaml.flatMap((text) => resourcesOf(text)),
  );
}
