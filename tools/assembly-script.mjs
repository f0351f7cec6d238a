import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// A process of its own: the types of AssemblyScript's interface would replace those of JavaScript everywhere here.
const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');

/**
 * Compiles AssemblyScript to WebAssembly with SIMD, as base64 in a module, so that library, bundle and tests load it
 * the same way.
 * @param {URL} made the module
 * @param {string} name what it exports
 * @param {Readonly<Record<string, URL>>} sources the files by the name that they import each other by
 * @param {readonly string[]} entries those of them whose exports are wanted
 */
export function compileToModule(made, name, sources, entries) {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
  try {
    for (const [file, source] of Object.entries(sources)) {
      // AssemblyScript imports types as it imports everything else.
      writeFileSync(join(folder, file), readFileSync(source, 'utf8').replaceAll(/^import type /gmu, 'import '));
    }
    const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];
    execFileSync(process.execPath, [compiler, ...entries, ...options, '--outFile', 'kernel.wasm'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const base64 = readFileSync(join(folder, 'kernel.wasm')).toString('base64');
    writeFileSync(made, `export const ${name} =\n  '${base64}';\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
