import { fileURLToPath } from 'node:url';
import { run, type Ran, type RunOptions } from '../run.ts';

/** The path of a folder in samples/. */
export function sample(name: string): string {
  return fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
}

/** A day after the samples were taken. */
const now = (): Date => new Date('2026-11-23T12:00:00Z');

/** Runs a command line with the clock held still. */
export function runNow(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run(argv, { now, ...options });
}
