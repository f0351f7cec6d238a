// Keeps what V8 compiles of the bundle, beside the files of it, for bin/bundle.js to take. Functions are compiled when
// they are first called: so the commands that people wait for are run once before.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { PassThrough } from 'node:stream';
import { writeDump } from '../bench/generate.mjs';

/** @typedef {{ load: (name: string) => typeof import('../src/cli/main.ts'), cacheSuffix: string, modules: ReadonlyMap<string, { script: import('node:vm').Script }> }} Bundle */

/** @type {unknown} */
const bundle = createRequire(import.meta.url)('../bin/bundle.js');
const { load, cacheSuffix, modules } = /** @type {Bundle} */ (bundle);
const { main } = load('main.cjs');

// It has more alike resources than are read one by one. With 16 MB V8's flags would change (src/cli/frugal-heap.ts), and
// what is kept is for the flags that it was made with.
const folder = mkdtempSync(join(tmpdir(), 'mtlscope-'));
const large = join(folder, 'large.json');
writeDump(large, 300);

const sample = 'samples/dr-disable-strict';
const commands = [
  ['inspect', '-o', 'json', large],
  ['--help'],
  ['explain', 'sleep', 'web:80', `${sample}/proxies`],
  ['edges', '-o', 'json', sample],
  ['edges', sample],
  ['inspect', '-o', 'json', sample],
];
try {
  for (const command of commands) {
    const [stdout, stderr] = [new PassThrough().resume(), new PassThrough().resume()];
    const exitCode = await main(command, { stdin: process.stdin, stdout, stderr, env: {} });
    if (exitCode > 1) throw new Error(`mtlscope ${command.join(' ')} ended with ${exitCode}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
for (const [path, { script }] of modules) writeFileSync(`${path}${cacheSuffix}`, script.createCachedData());
