// Compiles the JSON reader's machine (src/input/json/kernel, with the memory of assembly/json-kernel).
import { readdirSync } from 'node:fs';
import { compileToModule } from '../assembly-script.mjs';
import { isFresh } from '../fresh.mjs';

const root = new URL('../../', import.meta.url);
const kernel = new URL('src/input/json/kernel/', root);
const ours = new URL('assembly/json-kernel/', root);
const made = new URL('src/generated/json-kernel.js', root);
const ownTools = [new URL(import.meta.url), new URL('../assembly-script.mjs', import.meta.url)];

if (!isFresh(made, [kernel, ours, ...ownTools])) {
  /** @type {Record<string, URL>} */
  const sources = {};
  for (const name of readdirSync(kernel)) sources[name] = new URL(name, name === 'memory.ts' ? ours : kernel);
  compileToModule(made, 'jsonKernel', sources, ['machine.ts', 'fill.ts']);
}
