// tsc emits nothing for the generated .js and .d.ts files, so the library gets them by copying.
import { cpSync, existsSync } from 'node:fs';

const from = new URL('../src/generated/', import.meta.url);
const to = new URL('../dist/lib/generated/', import.meta.url);
const isCode = /\.(?:js|d\.ts)$/u;
if (existsSync(from)) {
  cpSync(from, to, {
    recursive: true,
    filter: (source) => isCode.test(source) || !/\.\w+$/u.test(source),
  });
}
