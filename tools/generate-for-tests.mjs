// Vitest's global set-up: a fresh clone has no generated code yet.
import { existsSync } from 'node:fs';

export async function setup() {
  if (!existsSync(new URL('../src/generated/json-kernel.js', import.meta.url))) await import('./generate.mjs');
}
