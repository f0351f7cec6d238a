// Compiles what looks for the beginnings of secrets (assembly/secret-marks).
import { compileToModule } from '../assembly-script.mjs';
import { isFresh } from '../fresh.mjs';

const root = new URL('../../', import.meta.url);
const made = new URL('src/generated/secret-marks.js', root);
const sources = {
  'marks.ts': new URL('assembly/secret-marks/marks.ts', root),
  'kernel-layout.ts': new URL('src/secrets/kernel-layout.ts', root),
};
const ownTools = [new URL(import.meta.url), new URL('../assembly-script.mjs', import.meta.url)];

if (!isFresh(made, [...Object.values(sources), ...ownTools]))
  compileToModule(made, 'secretMarks', sources, ['marks.ts']);
