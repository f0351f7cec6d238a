// Compiles the JSON reader's machine (src/input/json/kernel, with the memory of assembly/json-kernel) to
// WebAssembly with SIMD, as base64 in a module, so that library, bundle and tests load it the same way.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFresh } from '../fresh.mjs';

const root = new URL('../../', import.meta.url);
const kernel = new URL('src/input/json/kernel/', root);
const ours = new URL('assembly/json-kernel/', root);
// A process of its own: the types of AssemblyScript's interface would replace those of JavaScript everywhere here.
const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');

const made = new URL('src/generated/json-kernel.js', root);
if (!isFresh(made, [kernel, ours, new URL(import.meta.url)])) compile();

function compile() {
  const folder = mkdtempSync(join(tmpdir(), 'json-kernel-'));
  try {
    for (const name of readdirSync(kernel)) {
      const source = readFileSync(new URL(name, name === 'memory.ts' ? ours : kernel), 'utf8');
      // AssemblyScript imports types as it imports everything else.
      writeFileSync(join(folder, name), source.replaceAll(/^import type /gmu, 'import '));
    }
    const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];
    execFileSync(process.execPath, [compiler, 'machine.ts', ...options, '--outFile', 'kernel.wasm'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const base64 = readFileSync(join(folder, 'kernel.wasm')).toString('base64');
    writeFileSync(made, `export const jsonKernel =\n  '${base64}';\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
