// Vitest's global set-up: a fresh clone has no generated code yet, or not all of it.
import { existsSync } from 'node:fs';

const generated = ['json-kernel.js', 'validators.js', 'report-page.js'];

export async function setup() {
  // Takes no time where it is fresh; where it is not, everything that reads JSON would fail.
  if (existsSync(new URL('../src/generated/', import.meta.url))) await import('./generate/json-kernel.mjs');
  if (!generated.every((name) => existsSync(new URL(`../src/generated/${name}`, import.meta.url))))
    await import('./generate.mjs');
}
