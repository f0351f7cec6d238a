// Writes the code that is made from other files into src/generated (not kept in git): runs every
// module of tools/generate/, in the order of their names.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';

const steps = new URL('generate/', import.meta.url);
mkdirSync(new URL('../src/generated/', import.meta.url), { recursive: true });
const files = existsSync(steps) ? readdirSync(steps).filter((file) => file.endsWith('.mjs')) : [];
// One after the other, because a later one may read what an earlier one wrote.
for (const file of files.toSorted()) await import(new URL(file, steps).href);
