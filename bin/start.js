'use strict';
const process = require('node:process');
const { addressOf, isBuilt, load } = require('./bundle.js');

/** Runs the built command line in this process; `name` is what the user typed. */
async function start(name) {
  if (!isBuilt()) {
    process.stderr.write(`${name}: it is not built yet (dist/ is missing); run npm run build first.\n`);
    process.exitCode = 2;
    return;
  }
  // A reader that has seen enough (`| head`) closes the pipe: nothing is wrong, and nothing is left to say.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(process.exitCode ?? 0);
    });
  }
  // Leaving by process.exit takes along what would be left behind: programs that were started, files that were kept.
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.once(signal, () => process.exit(128 + number));
  }
  const { main } = load('main.cjs');
  const readingWorker = addressOf('reading-worker.cjs');
  process.exitCode = await main(process.argv.slice(2), process, { name, readingWorker });
}

module.exports = { start };
