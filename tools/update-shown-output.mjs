// Puts what mtlscope really prints into the README and the walkthroughs, after a change of its words: npm run build first.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { withFreshOutput } from './shown-output.mjs';

const root = new URL('..', import.meta.url);
const walkthroughs = new URL('../docs/walkthroughs/', import.meta.url);
const pages = [new URL('README.md', root), ...readdirSync(walkthroughs).map((name) => new URL(name, walkthroughs))];

for (const page of pages) {
  const before = readFileSync(page, 'utf8');
  const after = withFreshOutput(before, (argv) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['bin/mtlscope.js', ...argv], {
      cwd: root,
      encoding: 'utf8',
    });
    if (stdout === '') throw new Error(`${argv.join(' ')} printed nothing: ${stderr}`);
    return stdout;
  });
  if (after !== before) writeFileSync(page, after);
}
