// Makes validators of the JSON Schemas in schema/, because compiling them at run time costs 60 ms.
import Ajv2020 from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const folder = new URL('schema/', root);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.schema.json'))
  .map((file) => file.replace('.schema.json', ''))
  .toSorted();
/** @type {Record<string, object>} */
const schemas = Object.fromEntries(
  names.map((name) => [name, JSON.parse(readFileSync(new URL(`${name}.schema.json`, folder), 'utf8'))]),
);

const ajv = new Ajv2020.default({
  code: { source: true, esm: true },
  allErrors: true,
  inlineRefs: false,
  strict: true,
  allowUnionTypes: true,
});
for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name);
const validators = standaloneCode.default(ajv, Object.fromEntries(names.map((name) => [`validate_${name}`, name])));
const byName = names.map((name) => `[${JSON.stringify(name)}, validate_${name}]`).join(', ');
// One door to all of them: what is wrong with a document, as the schema of that name has it.
const door = `
const validators = new Map([${byName}]);
export function violations(name, value) {
  const validator = validators.get(name);
  return validator(value) ? [] : validator.errors.map(({ instancePath, message }) => ({ instancePath, message }));
}
`;
// AJV's code requires its CommonJS runtime; bundled, it stands alone.
await build({
  stdin: { contents: validators.replaceAll('export const ', 'const ') + door, resolveDir: fileURLToPath(root) },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'neutral',
  outfile: fileURLToPath(new URL('src/generated/validators.js', root)),
  logLevel: 'warning',
});
// The types are those that src/cli/validators.d.ts gives where nothing was generated yet.
const types = readFileSync(new URL('src/cli/validators.d.ts', root), 'utf8');
const body = types.slice(types.indexOf('{', types.indexOf('declare module')) + 1, types.lastIndexOf('}'));
writeFileSync(new URL('src/generated/validators.d.ts', root), body);
