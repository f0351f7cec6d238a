// Compiles the JSON reader's machine (src/input/json/kernel, with the memory of assembly/json-kernel) to
// WebAssembly with SIMD, as base64 in a module, so that library, bundle and tests load it the same way.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const root = new URL('../../', import.meta.url);
const kernel = new URL('src/input/json/kernel/', root);

/** @param {string} name */
function source(name) {
  const folder = name === 'memory.ts' ? new URL('assembly/json-kernel/', root) : kernel;
  try {
    // AssemblyScript imports types as it imports everything else.
    return readFileSync(new URL(name, folder), 'utf8').replaceAll(/^import type /gmu, 'import ');
  } catch {
    return null;
  }
}

/** @type {Uint8Array | undefined} */
let binary;
const options = ['machine.ts', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];
let complaints = '';
const stderr = { write: (/** @type {string | Uint8Array} */ text) => void (complaints += text.toString()) };
const { error } = await main([...options, '--outFile', 'kernel.wasm'], {
  readFile: (name) => source(basename(name)),
  stderr,
  writeFile: (_, contents) => {
    if (typeof contents !== 'string') binary = contents;
  },
  listFiles: () => [],
});
if (error !== null || binary === undefined) throw new Error(`the JSON kernel does not compile:\n${complaints}`);

const generated = fileURLToPath(new URL('src/generated/json-kernel', root));
const base64 = Buffer.from(binary).toString('base64');
writeFileSync(`${generated}.js`, `export const jsonKernel =\n  '${base64}';\n`);
