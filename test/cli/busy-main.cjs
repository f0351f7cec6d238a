'use strict';
const { rmSync, writeFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

/**
 * Stands in for the bundle: keeps a file while it is at work, as a session does with what it fetched.
 * @param {readonly string[]} argv
 * @param {import('../../src/cli/streams.ts').Streams} streams
 */
exports.main = async ([kept = ''], { stdout }) => {
  writeFileSync(kept, '');
  process.once('exit', () => rmSync(kept));
  stdout.write('busy\n');
  await sleep(60_000);
};
