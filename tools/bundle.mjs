// Bundles the command line into dist/cli. One lazy chunk per command and report keeps start-up short, and what most
// commands need is a few large files instead of many small ones: Node takes 0.3 ms to find and link each.
// The build fails when a library that only some commands need reaches the entry.
import { rolldown } from 'rolldown';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const main = 'src/cli/main.ts';
const readingWorker = 'src/cli/reading-worker.ts';
const commands = 'src/cli/commands';
/** Each costs 15 ms or more at start-up. */
const lazyOnly = ['yaml', 'string-width', '@hpcc-js/wasm-graphviz', 'jsonpath-plus', 'tar-stream', 'yauzl', 'diff'];

/** What is loaded together is one file each: to start, then to read dumps, then to judge what they say. */
const layers = [
  { name: 'start', command: undefined },
  { name: 'read', command: `${commands}/inspect.ts` },
  { name: 'judge', command: `${commands}/explain.ts` },
];

/** How much of the bundle is read before a command begins, in bytes: every start pays for it. */
const limits = [
  { what: 'starting', command: undefined, limit: 120_000 },
  { what: 'starting explain', command: `${commands}/explain.ts`, limit: 940_000 },
];

rmSync('dist/cli', { recursive: true, force: true });
const bundle = await rolldown({
  input: { main, 'reading-worker': readingWorker },
  platform: 'node',
  moduleTypes: { '.wasm': 'binary' },
});
// Names stay, for whoever reports a bug; white space only takes time to read.
const minify = { compress: false, mangle: false, codegen: { removeWhitespace: true } };
/** @type {import('rolldown').OutputOptions} */
const format = { minify, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' };
// What is in which layer is known only when everything was put together once.
const alone = chunksOf(await bundle.generate(format));
const groups = layers.map(({ name, command }, index) => {
  const modules = new Set(loaded(alone, command).flatMap(({ moduleIds }) => moduleIds));
  return { name, priority: layers.length - index, test: (/** @type {string} */ id) => modules.has(id) };
});
const chunks = chunksOf(await bundle.write({ ...format, dir: 'dist/cli', codeSplitting: { groups } }));
await bundle.close();
for (const { fileName } of chunks) inAscii(join('dist/cli', fileName));

const leaks = loaded(chunks)
  .flatMap(({ moduleIds }) => moduleIds)
  .filter((id) => lazyOnly.some((name) => id.includes(`node_modules/${name}/`)));
if (leaks.length > 0) {
  console.error(`These are loaded at every start; import them lazily, with import():`);
  for (const leak of leaks) console.error(`  ${leak}`);
  process.exitCode = 1;
}
for (const { what, command, limit } of limits) {
  const files = loaded(chunks, command);
  const bytes = files.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
  const told = `${what} loads ${(bytes / 1000).toFixed(0)} kB in ${files.length} files, of at most ${limit / 1000} kB`;
  if (bytes <= limit) console.log(told);
  else {
    console.error(`${told}: import what is not always needed with import(), or raise the limit and say why.`);
    process.exitCode = 1;
  }
}

/**
 * Escapes what is not ASCII: because of a single such character V8 keeps a file in two bytes for each character, which
 * takes as long again to load. In JavaScript it stands in strings, templates and patterns, which mean the same then.
 * @param {string} path
 */
function inAscii(path) {
  const code = readFileSync(path, 'utf8');
  const escaped = code.replaceAll(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  writeFileSync(path, escaped);
}

/** @param {import('rolldown').RolldownOutput} output */
function chunksOf({ output }) {
  return output.filter((file) => file.type === 'chunk');
}

/**
 * The files that Node loads to start, and to start a command: theirs, and what these import statically.
 * @param {readonly import('rolldown').OutputChunk[]} all
 * @param {string} [command]
 */
function loaded(all, command) {
  const byName = new Map(all.map((chunk) => [chunk.fileName, chunk]));
  /** @type {Set<import('rolldown').OutputChunk>} */
  const seen = new Set();
  /** @param {import('rolldown').OutputChunk | undefined} chunk */
  const add = (chunk) => {
    if (chunk === undefined || seen.has(chunk)) return;
    seen.add(chunk);
    for (const name of chunk.imports) add(byName.get(name));
  };
  for (const module of [main, ...(command === undefined ? [] : [command])]) {
    const owner = all.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/${module}`)));
    if (owner === undefined) throw new Error(`the bundler wrote no file for ${module}`);
    add(owner);
  }
  return [...seen];
}
