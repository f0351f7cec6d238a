// Bundles the command line into dist/cli. One lazy chunk per command and report keeps start-up
// short; the build fails when a library that only some commands need reaches the entry.
import { existsSync } from 'node:fs';
import { build } from 'esbuild';

const main = 'src/cli/main.ts';
/** The entries; workers are entries of their own, because esbuild does not follow `new URL`. */
const entries = [main, 'src/input/worker.ts'].filter((entry) => existsSync(entry));
/** Each costs 15 ms or more at start-up. */
const lazyOnly = ['yaml', 'string-width', '@hpcc-js/wasm-graphviz', 'jsonpath-plus', 'tar-stream', 'yauzl', 'diff'];
// CommonJS packages inside an ESM bundle still call require.
const banner = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;

const { metafile } = await build({
  entryPoints: entries,
  outdir: 'dist/cli',
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  loader: { '.wasm': 'binary' },
  banner: { js: banner },
  metafile: true,
  logLevel: 'warning',
});

const output = Object.keys(metafile.outputs).find((name) => metafile.outputs[name]?.entryPoint === main);
if (output === undefined) throw new Error(`esbuild wrote no output for ${main}`);
const leaks = [...startUpFiles(output)].flatMap((file) =>
  Object.keys(metafile.outputs[file]?.inputs ?? {}).filter((input) =>
    lazyOnly.some((name) => input.includes(`node_modules/${name}/`)),
  ),
);
if (leaks.length > 0) {
  console.error(`These are loaded at every start; import them lazily, with import():`);
  for (const leak of leaks) console.error(`  ${leak}`);
  process.exitCode = 1;
}

/**
 * The outputs that Node loads before `main` runs: the entry and what it imports statically.
 * @param {string} file
 * @param {Set<string>} seen
 * @returns {Set<string>}
 */
function startUpFiles(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { kind, path, external } of metafile.outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true) startUpFiles(path, seen);
  }
  return seen;
}
