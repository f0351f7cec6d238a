// Writes docs/causes/ from src/cause/: one page per cause, and the list of all of them. A test fails when they are old.
import { build } from 'esbuild';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

const folder = new URL('../docs/causes/', import.meta.url);
const { outputFiles } = await build({
  stdin: {
    contents: `export { causePages } from './src/cause/pages.ts';`,
    resolveDir: new URL('..', import.meta.url).pathname,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  write: false,
});
const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
const { causePages } = /** @type {{ causePages: () => ReadonlyMap<string, string> }} */ (
  await import(`data:text/javascript;base64,${code}`)
);

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) rmSync(new URL(file, folder));
for (const [file, text] of causePages()) writeFileSync(new URL(file, folder), text);
