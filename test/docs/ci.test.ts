import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { violations } from '../../src/generated/validators.js';
import { runNow, sample } from '../cli/samples.ts';
import { peer, rule } from '../policy/from-yaml.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = join(root, 'docs/ci');
const scratch = mkdtempSync(join(tmpdir(), 'mtlscope-ci-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A folder of its own with these files in it. */
function folder(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(scratch, name);
  mkdirSync(path, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}

/** A program on the PATH, as a shell script. */
function program(name: string, body: string): string {
  const bin = folder('bin', { [name]: `#!/bin/sh\n${body}\n` });
  chmodSync(join(bin, name), 0o755);
  return bin;
}

function sh(script: string, words: readonly string[], bin: string) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const { status, stdout, stderr } = spawnSync('sh', [join(example, script), ...words], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

const inForce = folder('old', {
  'demo.yaml': peer('demo/default', 'mtls: {mode: PERMISSIVE}') + rule('demo/web', 'host: web'),
});
const disable = rule('demo/web', 'host: web, trafficPolicy: {tls: {mode: DISABLE}}');
const strict = peer('demo/default', 'mtls: {mode: STRICT}');

describe.skipIf(!existsSync(join(root, 'dist/cli/main.cjs')))('the example for a pull request', () => {
  const bin = program('mtlscope', `exec "${process.execPath}" "${join(root, 'bin/mtlscope.js')}" "$@"`);

  function checkPolicies(name: string, policies: Readonly<Record<string, string>>) {
    const results = join(scratch, `${name}-results`);
    const words = [sample('auto-mtls'), inForce, folder(name, policies), join(example, 'edges.yaml'), results];
    const read = (file: string): unknown => JSON.parse(readFileSync(join(results, file), 'utf8'));
    return { ...sh('check-policies.sh', words, bin), read };
  }

  it('lets a change pass that breaks and weakens nothing', () => {
    const { status, stdout, read } = checkPolicies('strict', { 'demo.yaml': strict + rule('demo/web', 'host: web') });
    expect(status).toBe(0);
    expect(stdout).toContain('✓ PeerAuthentication demo/default is changed');
    expect(violations('diff', read('whatif.json'))).toEqual([]);
    expect(violations('check', read('check.json'))).toEqual([]);
  });

  it('stops a change that leaves an edge weaker, and says which and why', () => {
    const { status, stdout, read } = checkPolicies('disable', { 'demo.yaml': disable });
    expect(status).toBe(1);
    expect(stdout).toMatch(/edges would become weaker/u);
    expect(stdout).toContain('DestinationRule demo/web');
    expect(read('check.json')).toMatchObject({ results: [{ id: 'everybody-to-web', ok: false }, { ok: false }] });
  });

  it('takes what the change does not hold any more for deleted', () => {
    const { status, stdout } = checkPolicies('emptied', {});
    expect(status).toBe(0);
    expect(stdout).toContain('✓ DestinationRule demo/web is deleted');
  });

  it('does not pass a change that it cannot read', () => {
    const { status } = checkPolicies('torn', { 'demo.yaml': 'kind: [' });
    expect(status).toBe(2);
  });
});

describe('the example for captures', () => {
  it('keeps a dump of every proxy that answers', async () => {
    const dump = join(scratch, 'sleep.json');
    writeFileSync(dump, gunzipSync(readFileSync(join(sample('auto-mtls'), 'proxies/sleep.json.gz'))));
    const bin = program(
      'kubectl',
      `case "$1 $*" in
  get*) printf 'demo sleep-1\\ndemo gone-1\\n' ;;
  exec*gone-1*) echo 'pods "gone-1" not found' >&2; exit 1 ;;
  exec*'-- pilot-agent request GET config_dump?include_eds') cat '${dump}' ;;
  *) exit 2 ;;
esac`,
    );
    const out = join(scratch, 'dumps');
    const { status, stderr } = sh('capture-mesh.sh', [out], bin);
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'pods "gone-1" not found\ndemo/gone-1: no dump\n' });
    expect(readdirSync(out)).toEqual(['sleep-1.demo.json']);
    expect((await runNow(['inspect', out])).code).toBe(0);
  });
});

describe('the workflows', () => {
  const [capture, policy] = ['capture-mesh.yml', 'mesh-policy.yml'].map((file) =>
    readFileSync(join(example, file), 'utf8'),
  );

  it('are YAML with steps', () => {
    for (const text of [capture, policy]) {
      const { jobs } = parse(text ?? '') as { readonly jobs: Readonly<Record<string, { readonly steps: unknown[] }>> };
      expect(Object.values(jobs).flatMap(({ steps }) => steps).length).toBeGreaterThan(2);
    }
  });

  it('agree on the artifact, the file names and the arguments', () => {
    expect(capture).toContain('name: mesh-dumps');
    expect(policy).toContain('--name mesh-dumps --dir dumps');
    expect(policy).toContain('--workflow capture-mesh.yml');
    expect(capture).toContain('sh mesh/capture-mesh.sh dumps');
    expect(policy).toContain(
      'mesh/check-policies.sh dumps old/mesh/policies new/mesh/policies new/mesh/edges.yaml results',
    );
  });
});
