import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { recordedFiles } from '../recordings/recordings.ts';
import { run } from '../run.ts';
import { Canaries, Search } from './canaries.ts';
import { plantedObjects } from './plant-objects.ts';
import { planted } from './plant.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-canary-'));
const dumps = join(folder, 'dumps');
const before = join(folder, 'before');
const edges = join(folder, 'edges.yaml');
const policies = join(folder, 'policies.yaml');
const canaries = new Canaries();
let search = new Search([]);

beforeAll(async () => {
  const files = await recordedFiles('demo/dr-disable-strict');
  const baseline = await recordedFiles('demo/baseline');
  for (const path of [dumps, before]) mkdirSync(path, { recursive: true });
  for (const pod of ['sleep', 'web', 'ingress']) {
    writeFileSync(join(dumps, `${pod}.json`), planted(files.get(`proxies/${pod}.json`) ?? '', canaries));
    writeFileSync(join(before, `${pod}.json`), planted(baseline.get(`proxies/${pod}.json`) ?? '', canaries));
  }
  writeFileSync(join(dumps, 'objects.json'), plantedObjects(canaries));
  writeFileSync(join(before, 'objects.json'), plantedObjects(canaries));
  writeFileSync(policies, files.get('policies.yaml') ?? '');
  search = new Search(canaries.planted);
  writeFileSync(edges, 'edges:\n- {from: sleep, to: "web.demo.svc.cluster.local:80", expect: mtls}\n');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every command that reads dumps, with the options that make it say the most. A new command is a line here. */
const lines: readonly (readonly string[])[] = [
  ['explain', 'sleep', 'web:80', dumps],
  ['explain', 'sleep', 'web:80', dumps, '-o', 'json'],
  ['explain', 'web', dumps],
  ['edges', dumps],
  ['edges', dumps, '-o', 'wide'],
  ['edges', dumps, '-o', 'json'],
  ['edges', dumps, '-o', 'yaml'],
  ['inspect', dumps, '--show', 'all'],
  ['inspect', dumps, '--show', 'all', '-o', 'json'],
  ['inspect', dumps, '--show', 'all', '-o', 'yaml'],
  ['check', edges, dumps],
  ['check', edges, dumps, '-o', 'json'],
  ['whatif', policies, dumps],
  ['whatif', policies, dumps, '-o', 'json'],
  ['readiness', '--strict', 'mesh', dumps],
  ['readiness', '--strict', 'mesh', dumps, '-o', 'json'],
  ['diff', before, dumps],
  ['diff', before, dumps, '-o', 'json', '--all'],
  ['diff', before, dumps, '-o', 'markdown', '--all'],
  ['report', dumps, '--format', 'html'],
  ['report', dumps, '--format', 'markdown'],
  ['report', dumps, '--format', 'json'],
  ['report', dumps, '--format', 'sarif'],
  ['report', dumps, '--format', 'junit'],
  ['report', dumps, '--format', 'html', '--before', before],
  ['graph', dumps],
  ['graph', dumps, '-o', 'mermaid'],
  ['graph', dumps, '-o', 'svg'],
  ['policies', dumps],
  ['policies', dumps, '-o', 'json'],
  ['query', '$..typed_config', dumps],
  ['query', '$..metadata', dumps],
  ['query', '$..private_key', dumps],
  ['query', '$..authorization', dumps],
  ['query', '$', dumps, '-o', 'json'],
  ['query', '$', dumps, '--over', 'inspection'],
  ['facts', dumps],
  ['symptom', 'UC', dumps],
  ['symptom', 'UC', dumps, '-o', 'json'],
  ['capture', dumps, '--out', join(folder, 'bundle.tar.gz')],
  ['redact', dumps, '--out', join(folder, 'redacted/')],
  ['redact', dumps, '--pseudonyms', '--map', join(folder, 'map.json'), '--out', join(folder, 'renamed/')],
  ['redact', join(dumps, 'sleep.json')],
  ['redact', join(dumps, 'objects.json')],
];

/** These print nothing of dumps; `watch` prints what `explain` prints, and does not end. */
const without = ['watch', 'cause', 'schema', 'completion', 'complete'];

describe('of hundreds of secrets in a dump none is seen', () => {
  it('there are hundreds, of all kinds', () => {
    expect(canaries.planted.length).toBeGreaterThan(500);
    expect(new Set(canaries.planted.map(({ kind }) => kind)).size).toBeGreaterThan(15);
    expect(search.seenIn(readFileSync(join(dumps, 'sleep.json'), 'utf8')).length).toBeGreaterThan(100);
  });

  it('is looked for in every command that reads dumps', () => {
    const asked = new Set(lines.map(([name]) => name));
    expect(commands.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual(without);
  });

  it.each(lines.map((argv) => [argv.map((word) => word.replace(folder, '')).join(' '), argv] as const))(
    'in %s',
    async (_, argv) => {
      const { stdout, stderr, code } = await run(argv);
      expect(code).toBeLessThan(3);
      expect(stdout.length + written().length).toBeGreaterThan(0);
      const seen = search.seenIn(`${stdout}\n${stderr}\n${written()}`);
      expect(seen.map(({ kind, text }) => `${kind}: ${text.slice(0, 60)}`)).toEqual([]);
    },
  );
});

/** Everything that was written to files so far, their names as well. */
function written(): string {
  const bundle = join(folder, 'bundle.tar.gz');
  const packed = existsSync(bundle) ? gunzipSync(readFileSync(bundle)).toString('utf8') : '';
  return [packed, ...['redacted', 'renamed'].flatMap((name) => filesIn(join(folder, name)))].join('\n');
}

function filesIn(path: string): string[] {
  try {
    return readdirSync(path).flatMap((name) => {
      const inner = join(path, name);
      return statSync(inner).isDirectory() ? filesIn(inner) : [name, readFileSync(inner, 'utf8')];
    });
  } catch {
    return [];
  }
}
