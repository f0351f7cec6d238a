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
  leaveInOrder();
  const { main } = load('main.cjs');
  const readingWorker = addressOf('reading-worker.cjs');
  process.exitCode = await main(process.argv.slice(2), process, { name, readingWorker });
}

/**
 * Has a signal take along what would be left behind, programs that were started and files that were kept: whoever has
 * such listens for the exit. Without any the signal ends the process by itself, at once; one that is listened to waits
 * until what is being worked out is done.
 */
function leaveInOrder() {
  const leave = Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }).map(([signal, number]) => ({
    signal,
    listener: () => process.exit(128 + number),
  }));
  process.on('newListener', (event) => {
    if (event !== 'exit' || process.listenerCount('exit') > 0) return;
    for (const { signal, listener } of leave) process.on(signal, listener);
  });
  process.on('removeListener', (event) => {
    if (event !== 'exit' || process.listenerCount('exit') > 0) return;
    for (const { signal, listener } of leave) process.removeListener(signal, listener);
  });
}

module.exports = { start };
