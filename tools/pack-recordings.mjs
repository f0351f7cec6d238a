// Packs a folder of recorded meshes into test/recordings:
//   node tools/pack-recordings.mjs FOLDER
// FOLDER holds TOPOLOGY/SCENARIO/… with TOPOLOGY/base.yaml beside the scenarios. The dumps resemble each other, so
// a few scenarios at a time make one tar under brotli with a window as large as the tar. Each archive can be opened
// alone: a test that wants one scenario does not pay for all of them.
import { readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, constants, gunzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** How much tar goes into one archive: larger is smaller in all, and slower to open. */
const archiveSize = 12_000_000;
const out = new URL('../test/recordings/', import.meta.url);

const root = process.argv[2];
if (root === undefined) throw new Error('usage: node tools/pack-recordings.mjs FOLDER');

const scenarios = folders(root).flatMap((topology) =>
  folders(`${root}/${topology}`).map((scenario) => `${topology}/${scenario}`),
);

for (const file of readdirSync(out)) if (file.endsWith('.tar.br')) rmSync(new URL(file, out));
/** @type {Record<string, string>} */
const index = {};
/** @type {Map<string, Buffer>} */
let members = new Map();
/** @type {string[]} */
let waiting = [];
let archives = 0;
for (const scenario of scenarios) {
  const topology = scenario.split('/')[0];
  if (existsSync(`${root}/${topology}/base.yaml`)) add(`${topology}/base.yaml`);
  for (const file of filesBelow(scenario)) add(file);
  waiting.push(scenario);
  const size = [...members.values()].reduce((sum, { length }) => sum + length, 0);
  if (size > archiveSize || scenario === scenarios.at(-1)) await write();
}
writeFileSync(new URL('index.json', out), `${JSON.stringify(index, null, 2)}\n`);

/** @param {string} file */
function add(file) {
  const bytes = readFileSync(`${root}/${file}`);
  // Dumps are packed as text: compressed twice they would resemble each other no more.
  if (file.endsWith('.gz')) members.set(file.slice(0, -'.gz'.length), gunzipSync(bytes));
  else members.set(file, bytes);
}

async function write() {
  const tar = pack();
  for (const [name, bytes] of members) tar.entry({ name, mtime: new Date(0) }, bytes);
  tar.finalize();
  const raw = await buffer(tar);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LARGE_WINDOW]: 1,
    [constants.BROTLI_PARAM_LGWIN]: 30,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  };
  const archive = `${String((archives += 1)).padStart(2, '0')}.tar.br`;
  writeFileSync(new URL(archive, out), brotliCompressSync(raw, { params }));
  for (const scenario of waiting) index[scenario] = archive;
  members = new Map();
  waiting = [];
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(`${root}/${folder}`, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

/** @param {string} folder @returns {string[]} */
function folders(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}
