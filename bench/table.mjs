// Results for people, and how they stand to the targets.
/**
 * @typedef {import('./measure.mjs').Result} Result
 * @typedef {import('./cases.mjs').Target} Target
 * @typedef {Target & { measured: number, met: boolean }} Verdict
 */

/**
 * @param {readonly Result[]} results
 * @param {readonly Target[]} targets
 * @returns {Verdict[]}
 */
export function judged(results, targets) {
  return targets.flatMap((target) => {
    const one = results.find(({ name }) => name === target.of);
    const other = results.find(({ name }) => name === target.against);
    const measured = one === undefined || other === undefined ? undefined : compare(target.kind, one, other);
    if (measured === undefined) return [];
    return [
      { ...target, measured, met: target.kind === 'faster' ? measured >= target.limit : measured <= target.limit },
    ];
  });
}

/** @param {Target['kind']} kind @param {Result} one @param {Result} other */
function compare(kind, one, other) {
  switch (kind) {
    case 'times':
      return one.milliseconds / other.milliseconds;
    case 'faster':
      return other.milliseconds / one.milliseconds;
    case 'ms':
      return one.milliseconds - other.milliseconds;
    case 'MB':
      return one.megabytes === undefined || other.megabytes === undefined ? undefined : one.megabytes - other.megabytes;
    case 'MB in all':
      return one.megabytes;
  }
}

/**
 * @param {string} title
 * @param {readonly Result[]} results
 * @param {readonly Verdict[]} verdicts
 */
export function table(title, results, verdicts) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const rows = results.map(({ name, milliseconds, processor, megabytes }) => {
    const busy = processor === undefined ? '' : `${processor.toFixed(0).padStart(8)} ms busy`;
    const memory = megabytes === undefined ? '' : `${megabytes.toFixed(0).padStart(8)} MB`;
    return `  ${name.padEnd(width)} ${milliseconds.toFixed(0).padStart(8)} ms${busy}${memory}`;
  });
  const lines = verdicts.map((each) => `  ${each.met ? '✓' : '✗'} ${sentence(each)}`);
  return [title, ...rows, ...lines, ''].join('\n');
}

/** @param {Verdict} verdict */
function sentence({ of, against, kind, limit, measured }) {
  switch (kind) {
    case 'times':
      return `${of} takes ${measured.toFixed(2)} × the time of ${against} (target: at most ${limit})`;
    case 'faster':
      return `${of} is ${measured.toFixed(1)} × as fast as ${against} (target: at least ${limit})`;
    case 'ms':
      return `${of} adds ${measured.toFixed(0)} ms to ${against} (target: at most ${limit})`;
    case 'MB':
      return `${of} needs ${measured.toFixed(0)} MB more than ${against} (target: at most ${limit})`;
    case 'MB in all':
      return `${of} needs ${measured.toFixed(0)} MB (target: at most ${limit})`;
  }
}
