// Writes man/mtlscope.1 after a change of commands or options: npm run generate first.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

// In here, so that what it imports is found.
const bundle = new URL('../dist/man-page.mjs', import.meta.url);
await build({
  entryPoints: ['tools/man-page.ts'],
  outfile: bundle.pathname,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  loader: { '.wasm': 'binary' },
  logLevel: 'warning',
});
try {
  const { manPage } = /** @type {typeof import('./man-page.ts')} */ (await import(bundle.href));
  mkdirSync(new URL('../man/', import.meta.url), { recursive: true });
  writeFileSync(new URL('../man/mtlscope.1', import.meta.url), await manPage());
} finally {
  rmSync(bundle);
}
