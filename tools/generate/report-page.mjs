// Makes one script and one style sheet of what the HTML report is in the browser, as strings in a module: the report
// carries them in itself, and its content security policy names them by their hashes.
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** @param {string} file @returns {Promise<string>} */
async function bundled(file) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`src/report/html/${file}`, root))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    charset: 'ascii',
    write: false,
    logLevel: 'warning',
  });
  return (outputFiles[0]?.text ?? '').trim();
}

const [script, style] = await Promise.all([bundled('client/main.ts'), bundled('report.css')]);
writeFileSync(
  new URL('src/generated/report-page.js', root),
  `export const reportScript = ${JSON.stringify(script)};\nexport const reportStyle = ${JSON.stringify(style)};\n`,
);
// The types are those that src/report/html/report-page.d.ts gives where nothing was generated yet.
const types = readFileSync(new URL('src/report/html/report-page.d.ts', root), 'utf8');
const body = types.slice(types.indexOf('{', types.indexOf('declare module')) + 1, types.lastIndexOf('}'));
writeFileSync(new URL('src/generated/report-page.d.ts', root), body);
