import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { violations } from '../../src/generated/validators.js';
import { runNow, sample } from '../cli/samples.ts';
import { peer, rule } from '../policy/from-yaml.ts';
import type { Ran, RunOptions } from '../run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-whatif-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file with these lines in it. */
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const disable = rule('demo/web', 'host: web, trafficPolicy: {tls: {mode: DISABLE}}');
const strict = peer('demo/default', 'mtls: {mode: STRICT}');

/** Runs `whatif` with these resources over a sample's dumps. */
function whatif(yaml: string, words: readonly string[], options?: RunOptions): Promise<Ran> {
  return runNow(['whatif', file('policies.yaml', yaml), ...words], options);
}

interface Document {
  readonly summary: Readonly<Record<string, number>>;
  readonly edges: readonly {
    readonly from: { readonly name: string };
    readonly to: string;
    readonly direction: string;
    readonly before: { readonly outcome: string } | null;
    readonly after: { readonly outcome: string; readonly symptom?: { readonly flags: readonly string[] } } | null;
    readonly because: readonly { readonly text: string; readonly after: readonly { readonly line?: number }[] }[];
  }[];
  readonly resources: readonly { readonly name: string; readonly outcome: string; readonly change?: string }[];
  readonly assumptions: readonly string[];
}

async function predicted(yaml: string, ...words: readonly string[]): Promise<Document> {
  const { stdout, code } = await whatif(yaml, [...words, '-o', 'json']);
  expect(code).toBe(0);
  const document: unknown = JSON.parse(stdout);
  expect(violations('diff', document)).toEqual([]);
  return document as Document;
}

describe('whatif', () => {
  it('says which edges break, with what symptom, and which line of which resource does it', async () => {
    const { edges } = await predicted(disable + strict, sample('auto-mtls'));
    const web = edges.find(({ from, to }) => from.name === 'sleep' && to === 'web.demo.svc.cluster.local:80');
    expect(web).toMatchObject({
      direction: 'broken',
      before: { outcome: 'mtls' },
      after: { outcome: 'fails', symptom: { flags: ['UC'] } },
    });
    expect(web?.because.map(({ text, after }) => [text.split(': ').at(-1), after[0]?.line])).toContainEqual([
      'DestinationRule demo/web',
      2,
    ]);
  });

  it('puts what breaks before what becomes weaker, and both before the rest', async () => {
    const { edges } = await predicted(
      disable + peer('demo/web', 'portLevelMtls: {8080: {mode: STRICT}}', { selector: 'app: web' }),
      sample('auto-mtls'),
    );
    const directions = [...new Set(edges.map(({ direction }) => direction))];
    expect(directions.slice(0, 2)).toEqual(['broken', 'weaker']);
  });

  it('says that nothing changes where the resource says what is in force', async () => {
    const { edges, resources } = await predicted(
      peer('istio-system/default', 'mtls: {mode: STRICT}'),
      sample('strict-outside'),
    );
    expect(edges).toEqual([]);
    expect(resources).toMatchObject([{ name: 'default', outcome: 'unchanged' }]);
  });

  it('takes away what is deleted, alone or beside what is applied', async () => {
    const alone = await runNow(['whatif', '--delete', 'dr/demo/web', sample('dr-disable-strict'), '-o', 'json']);
    const { edges, resources } = JSON.parse(alone.stdout) as Document;
    expect(resources).toMatchObject([{ name: 'web', outcome: 'applied', change: 'deleted' }]);
    const mended = edges.filter(({ direction }) => direction === 'mended').map(({ to }) => to);
    expect(mended).toContain('web.demo.svc.cluster.local:80');
    const beside = await predicted(
      peer('demo/other', '', { selector: 'app: nobody' }),
      '--delete',
      'destinationrule/demo/web',
      sample('dr-disable-strict'),
    );
    expect(beside.edges).toEqual(edges);
  });

  it('takes away what the resources do not hold any more, with --prune', async () => {
    const old = file('old.yaml', disable + strict);
    const { resources } = await predicted(strict, '--prune', sample('auto-mtls'), old);
    expect(resources.map(({ name, outcome, change }) => [name, change ?? outcome])).toEqual([
      ['default', 'unchanged'],
      ['web', 'deleted'],
    ]);
  });

  it('gives resources that name no namespace the one of -n', async () => {
    const bare = disable.replace(', namespace: demo', '');
    const elsewhere = await predicted(bare, '-n', 'other', sample('auto-mtls'));
    const here = await predicted(bare, '-n', 'demo', sample('auto-mtls'));
    expect(elsewhere.edges).toEqual([]);
    expect(here.edges.length).toBeGreaterThan(0);
  });

  it('calls undecided, and names, what an EnvoyFilter touches and nothing else', async () => {
    const filter = `---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: odd, namespace: demo}
spec:
  workloadSelector: {labels: {app: web}}
  configPatches:
  - applyTo: FILTER_CHAIN
    match: {context: SIDECAR_INBOUND, listener: {filterChain: {destinationPort: 8080}}}
    patch: {operation: MERGE, value: {}}
`;
    const { edges, resources } = await predicted(filter, sample('auto-mtls'));
    expect(new Set(edges.map(({ to }) => to))).toEqual(new Set(['web.demo.svc.cluster.local:80']));
    expect(edges[0]).toMatchObject({ direction: 'undecided', after: { outcome: 'undecided' } });
    expect(edges[0]?.because[0]?.text).toContain('EnvoyFilter demo/odd');
    expect(resources).toMatchObject([{ name: 'odd', outcome: 'not-applied' }]);
  });

  it('leaves plaintext decided where an EnvoyFilter changes chains for TLS alone', async () => {
    const filter = `---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: odd, namespace: demo}
spec:
  workloadSelector: {labels: {app: web}}
  configPatches:
  - applyTo: FILTER_CHAIN
    match: {context: SIDECAR_INBOUND, listener: {filterChain: {destinationPort: 8080, transportProtocol: tls}}}
    patch: {operation: MERGE, value: {}}
`;
    const asked = file(
      'two.yaml',
      'edges: [{from: sleep, to: "web.demo.svc.cluster.local:80"}, {from: outside, to: "web.demo.svc.cluster.local:80"}]\n',
    );
    const { stdout } = await whatif(filter, [sample('auto-mtls'), '--check', asked, '-o', 'json']);
    const { results } = JSON.parse(stdout) as { results: readonly { outcome: string }[] };
    expect(results.map(({ outcome }) => outcome)).toEqual(['undecided', 'plaintext']);
  });

  it('exits with 1 only for what --fail-on names', async () => {
    const dumps = sample('auto-mtls');
    const codes = await Promise.all(
      [[], ['--fail-on', 'broken'], ['--fail-on', 'weaker']].map(async (words, at) => {
        const path = file(`weaker-${at}.yaml`, disable);
        return (await runNow(['whatif', path, dumps, ...words])).code;
      }),
    );
    expect(codes).toEqual([0, 0, 1]);
    expect((await whatif(disable + strict, [dumps, '--fail-on', 'broken'])).code).toBe(1);
  });

  it('tells people the same, with the place of what does it', async () => {
    const { stdout } = await whatif(disable + strict, [sample('auto-mtls')]);
    expect(stdout).toMatch(/^✗ \d+ edges would break/u);
    expect(stdout).toContain('web.demo.svc.cluster.local:80 (10.77.0.12:8080): mutual TLS → fails');
    expect(stdout).toMatch(/DestinationRule\s+demo\/web \(policies\.yaml:2\)/u);
    expect(stdout).toContain('✓ PeerAuthentication demo/default is added');
    expect(stdout).toContain('Assumed');
  });

  it('tells where to read what to do about it', async () => {
    const { stdout } = await whatif(disable + strict, [sample('auto-mtls')]);
    expect(stdout).toContain('cause       dr-tls-disable: ');
    expect(stdout).toMatch(/What to do about it\n {2}mtlscope cause dr-tls-disable\n/u);
  });

  it('does not say that nothing changes where callers without a proxy are turned away', async () => {
    const { stdout } = await whatif(strict, [sample('auto-mtls')]);
    expect(stdout).toMatch(
      /^✓ no edge between captured proxies would change, but \d+ ports would refuse callers without/u,
    );
  });
});

describe('whatif --check', () => {
  const edges = file(
    'edges.yaml',
    'edges: [{id: a, from: sleep, to: "web.demo.svc.cluster.local:80", expect: mtls}]\n',
  );

  it('prints what check prints, of the mesh as it would be', async () => {
    const { stdout, code } = await whatif(disable, [sample('auto-mtls'), '--check', edges, '-o', 'json']);
    const document: unknown = JSON.parse(stdout);
    expect(violations('check', document)).toEqual([]);
    expect(document).toMatchObject({ results: [{ id: 'a', outcome: 'plaintext', ok: false }] });
    expect(code).toBe(1);
  });

  it('prints exactly that where nothing changes', async () => {
    const same = peer('demo/other', 'mtls: {mode: STRICT}', { selector: 'app: nobody' });
    const [check, whatIf] = await Promise.all([
      runNow(['check', edges, sample('auto-mtls'), '-o', 'json']),
      whatif(same, [sample('auto-mtls'), '--check', edges, '-o', 'json']),
    ]);
    expect(whatIf.stdout).toBe(check.stdout);
    expect(whatIf.code).toBe(0);
  });

  it('tells on stderr what it assumed', async () => {
    const { stderr } = await whatif(strict, [sample('auto-mtls'), '--check', edges]);
    expect(stderr).toContain('assumed: the root namespace is istio-system, as no MeshConfig was read');
  });
});

describe('what cannot be predicted is an error with a way out', () => {
  it.each([
    ['YAML that breaks off', 'kind: [', 'Half of a change is another change'],
    ['no resource', '{}', 'there is no resource in it that could be applied'],
  ])('%s', async (_, yaml, message) => {
    const { code, stderr, stdout } = await whatif(yaml, [sample('auto-mtls')]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });

  it.each([
    ['a file that is not there', ['missing.yaml', sample('auto-mtls')], 'there is no such file'],
    ['dumps instead of policies', [sample('hbone'), sample('auto-mtls')], 'these are dumps, not resources to apply'],
    ['a deletion of an odd kind', ['--delete', 'deploy/a/b', sample('auto-mtls')], 'no kind that can be deleted'],
    ['a deletion without a namespace', ['--delete', 'pa/default', sample('auto-mtls')], 'names no resource'],
    ['nothing but stdin', ['-'], 'no dumps are named'],
  ])('%s', async (_, words, message) => {
    const { code, stderr } = await runNow(['whatif', ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
