// Vitest's global set-up: a fresh clone has no generated code yet, or not all of it.
import { existsSync } from 'node:fs';

const generated = ['json-kernel.js', 'validators.js', 'report-page.js'];

export async function setup() {
  if (!generated.every((name) => existsSync(new URL(`../src/generated/${name}`, import.meta.url))))
    await import('./generate.mjs');
}
