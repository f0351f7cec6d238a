'use strict';
/**
 * Stands in for the bundle: writes without end, as the report of a big mesh seems to.
 * @param {readonly string[]} _argv
 * @param {import('../../src/cli/streams.ts').Streams} streams
 */
exports.main = async (_argv, { stdout }) => {
  for (;;) {
    stdout.write(`${'x'.repeat(4096)}\n`);
    // Gives the pipe time to break.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
};
