// Bundles and runs test/truth, which starts real Envoys: Node 20 does not run TypeScript by itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

await import('./generate.mjs');
const folder = mkdtempSync(join(tmpdir(), 'mtlscope-truth-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// CommonJS packages inside an ESM bundle still call require.
const banner = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(${JSON.stringify(import.meta.url)});`;
const outfile = join(folder, 'truth.mjs');
await build({
  entryPoints: ['test/truth/main.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  banner: { js: banner },
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
