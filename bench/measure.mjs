// Runs commands in turn, so that whatever else the machine does hits all of them, and tells medians.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @typedef {{ name: string, command: string, args: readonly string[] }} Case
 * @typedef {{ name: string, milliseconds: number, processor: number | undefined, megabytes: number | undefined }} Result
 * medians: time, the processor's time of it in milliseconds (which others on the machine disturb less), peak memory
 */

/** Some machines have every Node read certificates when it starts, for 25 ms: that is no part of what is compared. */
const { NODE_EXTRA_CA_CERTS: _certificates, ...env } = process.env;

/** GNU time tells what a child took of processor and memory; without it those columns stay empty. */
const gnuTime = '/usr/bin/time';

/**
 * @param {readonly Case[]} cases
 * @param {number} rounds
 * @returns {Result[]}
 */
export function measure(cases, rounds) {
  const runs = cases.map((each) => ({
    each,
    times: /** @type {number[]} */ ([]),
    processors: /** @type {number[]} */ ([]),
    peaks: /** @type {number[]} */ ([]),
  }));
  // The first round warms caches and does not count.
  for (let round = -1; round < rounds; round += 1) {
    for (const { each, times, processors, peaks } of runs) {
      const { milliseconds, processor, megabytes } = once(each);
      if (round < 0) continue;
      times.push(milliseconds);
      if (processor !== undefined) processors.push(processor);
      if (megabytes !== undefined) peaks.push(megabytes);
    }
  }
  return runs.map(({ each, times, processors, peaks }) => ({
    name: each.name,
    milliseconds: median(times),
    processor: processors.length === 0 ? undefined : median(processors),
    megabytes: peaks.length === 0 ? undefined : median(peaks),
  }));
}

/** @param {Case} what */
function once({ name, command, args }) {
  const told = join(tmpdir(), `mtlscope-bench-${process.pid}`);
  const timed = existsSync(gnuTime);
  const output = openSync('/dev/null', 'w');
  const start = performance.now();
  const { status, error } = timed
    ? spawnSync(gnuTime, ['-q', '-f', '%M %U %S', '-o', told, command, ...args], {
        env,
        stdio: ['ignore', output, output],
      })
    : spawnSync(command, args, { env, stdio: ['ignore', output, output] });
  const milliseconds = performance.now() - start;
  closeSync(output);
  // 1 are findings: a result like any other.
  if (error !== undefined || (status !== 0 && status !== 1)) {
    throw new Error(`${name} failed (${error?.message ?? status}): ${command} ${args.join(' ')}`);
  }
  if (!timed) return { milliseconds, processor: undefined, megabytes: undefined };
  const [kilobytes = 0, user = 0, system = 0] = readFileSync(told, 'utf8').split(/\s/u).map(Number);
  rmSync(told, { force: true });
  return { milliseconds, processor: (user + system) * 1000, megabytes: kilobytes / 1024 };
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
