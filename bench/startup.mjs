// Holds the start-up budget relative to `node -e 0` in the same run, so that it means the same on
// every machine. Runs are interleaved: whatever else the machine does hits all of them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/mtlscope.js', import.meta.url));
const rounds = 40;
const cases = [
  { name: 'node -e 0', args: ['-e', '0'], budget: 0 },
  { name: 'mtlscope --version', args: [bin, '--version'], budget: 30 },
  { name: 'mtlscope --help', args: [bin, '--help'], budget: 30 },
].map((each) => ({ ...each, times: /** @type {number[]} */ ([]) }));

for (let round = 0; round < rounds; round += 1) {
  for (const { args, times } of cases) {
    const start = performance.now();
    spawnSync(process.execPath, args, { stdio: 'ignore' });
    times.push(performance.now() - start);
  }
}

/** @param {readonly number[]} times */
const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
const base = median(cases[0]?.times ?? []);
for (const { name, times, budget } of cases) {
  const over = median(times) - base;
  const late = over > budget;
  const note = late ? `  over its budget of +${budget} ms` : '';
  console.log(`${name.padEnd(20)} ${median(times).toFixed(0)} ms  +${over.toFixed(0)} ms${note}`);
  if (late) process.exitCode = 1;
}
