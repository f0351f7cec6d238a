/**
 * The judge: real Envoys and the tool are given the same configurations and connections, and have to agree.
 * `npm run truth -- [--seed N] [--cases M] [--kind NAME] [--case FILE]`
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { kinds } from './kinds.ts';
import { findEnvoy } from './lab/envoy-binary.ts';
import { Lab } from './lab/lab.ts';
import type { Tally } from './lab/run-kind.ts';

const usualSeed = '1';
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: usualSeed },
    cases: { type: 'string' },
    kind: { type: 'string' },
    case: { type: 'string' },
  },
});
const seed = Number(values.seed);
const cases = values.cases === undefined ? undefined : Number(values.cases);
if (!Number.isInteger(seed) || !(cases === undefined || cases >= 0)) throw new Error('--seed and --cases are numbers');

function say(line: string): void {
  console.log(line);
}

// The lab puts things away when the process exits; a signal alone would not let it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const binary = findEnvoy(say);
const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
const lab = new Lab(binary);
const tally = { agree: 0, disagree: 0 };

function count({ agree, disagree }: Tally): void {
  tally.agree += agree;
  tally.disagree += disagree;
}

say(version);
try {
  if (values.case === undefined) {
    // Always the same by default: a change is judged by the cases that the one before it was judged by.
    say(values.seed === usualSeed ? `seed ${seed}, as always; --seed N asks other questions` : `seed ${seed}`);
    const run = { seed, cases, folder: 'test/truth/failing', say };
    for (const kind of kinds) {
      if (values.kind === undefined || kind.name === values.kind) count(await kind.run(lab, run));
    }
  } else {
    const kept = JSON.parse(readFileSync(values.case, 'utf8')) as { readonly kind: string; readonly case: unknown };
    const kind = kinds.find(({ name }) => name === kept.kind);
    if (kind === undefined) throw new Error(`no kind of case is called ${kept.kind}`);
    count(await kind.rerun(kept.case, lab, say));
  }
} finally {
  await lab.close();
}
say(`${tally.agree} agree, ${tally.disagree} disagree`);
if (tally.disagree > 0 || tally.agree === 0) process.exitCode = 1;
