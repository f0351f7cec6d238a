// Bundles the command line into dist/cli. One lazy chunk per command and report keeps start-up
// short; the build fails when a library that only some commands need reaches the entry.
import { build } from 'esbuild';

const main = 'src/cli/main.ts';
/** Each costs 15 ms or more at start-up. */
const lazyOnly = ['yaml', 'string-width', '@hpcc-js/wasm-graphviz', 'jsonpath-plus', 'tar-stream', 'yauzl', 'diff'];
// CommonJS packages inside an ESM bundle still call require.
const banner = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;

const { metafile } = await build({
  entryPoints: [main],
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

/** How much of the bundle is read before a command begins, in bytes: every start pays for it. */
const limits = [
  { what: 'starting', entries: [main], limit: 200_000 },
  { what: 'starting explain', entries: [main, 'src/cli/commands/explain.ts'], limit: 1_200_000 },
];

const leaks = [...loadedFiles([main])].flatMap((file) =>
  Object.keys(metafile.outputs[file]?.inputs ?? {}).filter((input) =>
    lazyOnly.some((name) => input.includes(`node_modules/${name}/`)),
  ),
);
if (leaks.length > 0) {
  console.error(`These are loaded at every start; import them lazily, with import():`);
  for (const leak of leaks) console.error(`  ${leak}`);
  process.exitCode = 1;
}
for (const { what, entries: loaded, limit } of limits) {
  const files = [...loadedFiles(loaded)];
  const bytes = files.reduce((sum, file) => sum + (metafile.outputs[file]?.bytes ?? 0), 0);
  const told = `${what} loads ${(bytes / 1000).toFixed(0)} kB in ${files.length} files, of at most ${limit / 1000} kB`;
  if (bytes <= limit) console.log(told);
  else {
    console.error(`${told}: import what is not always needed with import(), or raise the limit and say why.`);
    process.exitCode = 1;
  }
}

/**
 * The outputs that Node loads for some modules: theirs, and what these import statically.
 * @param {readonly string[]} modules
 */
function loadedFiles(modules) {
  /** @type {Set<string>} */
  const seen = new Set();
  for (const module of modules) {
    const output = Object.keys(metafile.outputs).find((name) => metafile.outputs[name]?.entryPoint === module);
    if (output === undefined) throw new Error(`esbuild wrote no output for ${module}`);
    addImported(output, seen);
  }
  return seen;
}

/**
 * @param {string} file
 * @param {Set<string>} seen
 */
function addImported(file, seen) {
  if (seen.has(file)) return;
  seen.add(file);
  for (const { kind, path, external } of metafile.outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true) addImported(path, seen);
  }
}
