// Puts what `mtlscope explain` really prints into the README, after a change of its words: npm run build first.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const readme = new URL('../README.md', import.meta.url);
const text = readFileSync(readme, 'utf8');
const command = /^ {4}\$ mtlscope (?<words>.+)$/mu.exec(text);
const words = command?.groups?.['words'];
if (words === undefined) throw new Error('the README shows no command');
const { stdout } = spawnSync(process.execPath, ['bin/mtlscope.js', ...words.split(' ')], {
  cwd: new URL('..', import.meta.url),
  encoding: 'utf8',
});
const block = [`$ mtlscope ${words}`, ...stdout.trimEnd().split('\n')].map((line) =>
  line === '' ? '' : `    ${line}`,
);
writeFileSync(
  readme,
  text.replace(/^ {4}\$ mtlscope [\s\S]*?\n(?=\n\S)/mu, () => `${block.join('\n')}\n`),
);
