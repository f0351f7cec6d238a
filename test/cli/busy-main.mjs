import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Stands in for the bundle: keeps a file while it is at work, as a session does with what it fetched.
 * @param {readonly string[]} argv
 * @param {import('../../src/cli/streams.ts').Streams} streams
 */
export async function main([kept = ''], { stdout }) {
  writeFileSync(kept, '');
  process.once('exit', () => rmSync(kept));
  stdout.write('busy\n');
  await sleep(60_000);
}
