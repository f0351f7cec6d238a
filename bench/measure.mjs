// Runs commands in turn, so that whatever else the machine does hits all of them, and tells medians.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @typedef {{ name: string, command: string, args: readonly string[] }} Case
 * @typedef {{ name: string, milliseconds: number, megabytes: number | undefined }} Result medians; peak memory
 */

/** GNU time tells the peak memory of a child; without it that column stays empty. */
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
    peaks: /** @type {number[]} */ ([]),
  }));
  // The first round warms caches and does not count.
  for (let round = -1; round < rounds; round += 1) {
    for (const { each, times, peaks } of runs) {
      const { milliseconds, megabytes } = once(each);
      if (round < 0) continue;
      times.push(milliseconds);
      if (megabytes !== undefined) peaks.push(megabytes);
    }
  }
  return runs.map(({ each, times, peaks }) => ({
    name: each.name,
    milliseconds: median(times),
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
    ? spawnSync(gnuTime, ['-q', '-f', '%M', '-o', told, command, ...args], { stdio: ['ignore', output, output] })
    : spawnSync(command, args, { stdio: ['ignore', output, output] });
  const milliseconds = performance.now() - start;
  closeSync(output);
  // 1 are findings: a result like any other.
  if (error !== undefined || (status !== 0 && status !== 1)) {
    throw new Error(`${name} failed (${error?.message ?? status}): ${command} ${args.join(' ')}`);
  }
  const megabytes = timed ? Number(readFileSync(told, 'utf8')) / 1024 : undefined;
  rmSync(told, { force: true });
  return { milliseconds, megabytes };
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
