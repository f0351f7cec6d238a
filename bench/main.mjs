// Measures whole processes side by side, prints a table and writes it as JSON.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { mtlscope, oneDump, startUp, wholeMesh } from './cases.mjs';
import { writeDump, writeMesh } from './generate.mjs';
import { measure } from './measure.mjs';
import { judged, table } from './table.mjs';

const usage = `Usage: npm run bench -- [options]

  --dump FILE      measures with this dump (.json or .json.gz) instead of a generated one
  --services N     how many services the generated dump knows (10000)
  --istioctl PATH  compares with this istioctl as well
  --rounds N       how often each process runs; the median counts (5)
  --mesh N         how many proxies the generated mesh has (100)
  --only mesh      nothing but the mesh
  --out FILE       writes the results there, as JSON
`;

const flags = flagsOf(process.argv.slice(2));
const rounds = Number(flags.rounds);
const others = {
  jq: spawnSync('jq', ['--version']).status === 0,
  istioctl: flags.istioctl,
};

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-bench-'));
/** @type {{ title: string, results: readonly import('./measure.mjs').Result[], targets: readonly import('./table.mjs').Verdict[] }[]} */
const groups = [];

/** @param {{ title: string, cases: readonly import('./measure.mjs').Case[], targets?: readonly import('./cases.mjs').Target[] }} group @param {number} [times] */
function run(group, times = rounds) {
  const results = measure(group.cases, times);
  const verdicts = judged(results, group.targets ?? []);
  console.log(table(group.title, results, verdicts));
  groups.push({ title: group.title, results, targets: verdicts });
}

/** @param {string} file */
const size = (file) => `${(statSync(file).size / 1e6).toFixed(0)} MB`;

try {
  if (flags.only !== 'mesh') run(startUp, rounds * 4);

  if (flags.only === 'mesh') {
    mesh(Number(flags.mesh));
  } else if (flags.dump === undefined) {
    const file = join(folder, 'dump.json');
    writeDump(file, Number(flags.services));
    run(oneDump(`a dump of ${flags.services} services, ${size(file)}`, file, others));
    series(Number(flags.services));
    mesh(Number(flags.mesh));
  } else {
    const file = unpacked(flags.dump);
    run(oneDump(`${basename(file)}, ${size(file)}`, file, others));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What is asked for; ends the process where that is help, or nothing that there is. @param {readonly string[]} args */
function flagsOf(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        dump: { type: 'string' },
        istioctl: { type: 'string' },
        rounds: { type: 'string', default: '5' },
        out: { type: 'string' },
        services: { type: 'string', default: '10000' },
        mesh: { type: 'string', default: '100' },
        only: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (!values.help) return values;
    process.stdout.write(usage);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

/** The same text for everyone: not every tool unpacks by itself. @param {string} dump */
function unpacked(dump) {
  if (!dump.endsWith('.gz')) return dump;
  const file = join(folder, basename(dump, '.gz'));
  writeFileSync(file, gunzipSync(readFileSync(dump)));
  return file;
}

/** How cost grows with the services of one dump. @param {number} most */
function series(most) {
  const files = [most / 100, most / 10, most].map((services) => {
    const file = join(folder, `${services}.json`);
    writeDump(file, services);
    return { services, file };
  });
  const cases = files.map(({ services, file }) =>
    mtlscope(`inspect, ${services} services, ${size(file)}`, 'inspect', '-o', 'json', file),
  );
  run({ title: 'as dumps grow', cases });
}

/** How cost grows with proxies that all know the same services. @param {number} most */
function mesh(most) {
  const folders = [most / 4, most / 2, most].map((proxies) => {
    const path = join(folder, `mesh-${proxies}`);
    mkdirSync(path);
    writeMesh((name) => join(path, `${name}.json`), proxies, most);
    return { proxies, path };
  });
  const cases = folders.map(({ proxies, path }) =>
    mtlscope(`edges, ${proxies} proxies × ${most} services`, 'edges', '-o', 'json', path),
  );
  const whole = folders.at(-1)?.path ?? folder;
  run(wholeMesh(cases, `reading ${most} proxies × ${most} services`, whole));
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}`;
console.log(machine);
const out = flags.out ?? join(tmpdir(), 'mtlscope-bench.json');
writeFileSync(out, `${JSON.stringify({ machine, groups }, undefined, 1)}\n`);
console.log(`written to ${out}`);
