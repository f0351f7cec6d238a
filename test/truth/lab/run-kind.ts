/** Runs the cases of one kind, fixed ones first, and reports what came out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Coverage, type Aim } from './coverage.ts';
import type { Case, Kind, Outcome } from './kind.ts';
import type { Lab } from './lab.ts';
import { Random } from './random.ts';
import { shrink } from './shrink.ts';

/** Enough for a few failures to show what they have in common. */
const kept = 5;

export interface Run {
  readonly seed: number;
  readonly cases: number | undefined;
  readonly folder: string;
  readonly say: (line: string) => void;
}

export interface Tally {
  readonly agree: number;
  readonly disagree: number;
}

export async function runKind<C extends Case>(kind: Kind<C>, lab: Lab, run: Run): Promise<Tally> {
  const started = Date.now();
  const coverage = new Coverage(kind.features, kind.possible);
  const cases = [...kind.fixed, ...generated(kind, coverage, run)];
  const outcomes = await kind.run(cases, lab);
  const failing = cases.flatMap((each, at) => {
    const outcome = outcomes[at];
    if (outcome === undefined) throw new Error(`${kind.name}: case ${at} has no outcome`);
    return outcome.predicted === outcome.observed ? [] : [{ case: each, outcome }];
  });
  const disagree = failing.length;
  const agree = cases.length - disagree;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  run.say(`${kind.name}: ${cases.length} ${kind.unit}, ${kind.fixed.length} of them fixed, in ${seconds} s`);
  run.say(`  ${agree} agree, ${disagree} disagree`);
  run.say(`  observed: ${shares(outcomes.map(({ observed }) => kind.classify(observed)))}`);
  if (hasFeatures(kind)) sayCoverage(coverage, run);
  for (const [at, each] of failing.slice(0, kept).entries()) {
    await keep(kind, each.case, each.outcome, lab, run, at);
  }
  if (disagree > kept) run.say(`  … and ${disagree - kept} more that were not kept`);
  return { agree, disagree };
}

/** Without features there are fixed cases only. */
function hasFeatures<C extends Case>({ features }: Kind<C>): boolean {
  return Object.keys(features).length > 0;
}

function generated<C extends Case>(kind: Kind<C>, coverage: Coverage, run: Run): C[] {
  const random = new Random(run.seed);
  const wanted = hasFeatures(kind) ? (run.cases ?? kind.usual) : 0;
  const cases: C[] = [];
  const aim = (): Aim => {
    const next = coverage.aim(random);
    coverage.met(next);
    return next;
  };
  for (let at = 0; cases.length < wanted; at += 1) cases.push(...kind.generate(random, aim, at));
  return cases.slice(0, wanted);
}

/** How often each kind of outcome came, so that one sees that cases do not all end alike. */
function shares(classes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const each of classes) counts.set(each, (counts.get(each) ?? 0) + 1);
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one);
  return sorted.map(([name, count]) => `${name} ${((100 * count) / classes.length).toFixed(1)} %`).join(', ');
}

function sayCoverage(coverage: Coverage, run: Run): void {
  const { pairs, triples, missing } = coverage.report();
  const share = ((100 * triples.met) / Math.max(1, triples.possible)).toFixed(1);
  run.say(
    `  pairs of values: ${pairs.met} of ${pairs.possible}; triples: ${triples.met} of ${triples.possible} (${share} %)`,
  );
  for (const pair of missing.slice(0, kept)) run.say(`    never met: ${pair}`);
}

async function keep<C extends Case>(
  kind: Kind<C>,
  failing: C,
  first: Outcome,
  lab: Lab,
  run: Run,
  at: number,
): Promise<void> {
  const { smallest, outcome } = await shrink(kind, failing, first, lab);
  mkdirSync(run.folder, { recursive: true });
  const slug = `${kind.name}-${failing.name ?? `seed-${run.seed}-${at}`}`.replaceAll(/\W+/gu, '-');
  const path = join(run.folder, `${slug}.json`);
  writeFileSync(path, `${JSON.stringify({ kind: kind.name, seed: run.seed, ...outcome, case: smallest }, null, 2)}\n`);
  run.say(`  ${failing.name ?? 'a generated case'}: predicted ${outcome.predicted}, observed ${outcome.observed}`);
  run.say(`    shrunk and kept in ${path}; run it again with --case ${path}`);
}
