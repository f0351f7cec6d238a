// Keeps what V8 compiles of the bundle, beside the files of it, for bin/bundle.js to take. Functions are compiled when
// they are first called: so the commands that people wait for are run once before.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import { PassThrough } from 'node:stream';

/** @typedef {{ load: (name: string) => typeof import('../src/cli/main.ts'), cacheSuffix: string, modules: ReadonlyMap<string, { script: import('node:vm').Script }> }} Bundle */

/** @type {unknown} */
const bundle = createRequire(import.meta.url)('../bin/bundle.js');
const { load, cacheSuffix, modules } = /** @type {Bundle} */ (bundle);
const { main } = load('main.cjs');

const sample = 'samples/dr-disable-strict';
const commands = [
  ['--help'],
  ['explain', 'sleep', 'web:80', `${sample}/proxies`],
  ['edges', '-o', 'json', sample],
  ['edges', sample],
  ['inspect', '-o', 'json', sample],
];
for (const command of commands) {
  const [stdout, stderr] = [new PassThrough().resume(), new PassThrough().resume()];
  const exitCode = await main(command, { stdin: process.stdin, stdout, stderr, env: {} });
  if (exitCode > 1) throw new Error(`mtlscope ${command.join(' ')} ended with ${exitCode}`);
}
for (const [path, { script }] of modules) writeFileSync(`${path}${cacheSuffix}`, script.createCachedData());
