import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runNow, sample } from '../cli/samples.ts';
import { peer, rule } from '../policy/from-yaml.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-policies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Listed {
  readonly mesh: { readonly rootNamespace: string; readonly from: string | null };
  readonly peerAuthentications: readonly Readonly<Record<string, unknown>>[];
  readonly destinationRules: readonly Readonly<Record<string, unknown>>[];
  readonly workloads: readonly Readonly<Record<string, unknown>>[];
  readonly remarks: readonly { readonly resource: string; readonly text: string }[];
}

/** What `policies -o json` lists of these manifests, and of dumps beside them. */
async function listed(yaml: string, ...sources: readonly string[]): Promise<Listed> {
  const file = join(folder, 'policies.yaml');
  writeFileSync(file, yaml);
  const { stdout, code } = await runNow(['policies', '-o', 'json', file, ...sources]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Listed;
}

describe('policies found in manifests', () => {
  it('are listed with scope, mode, ports and the line they stand on', async () => {
    const { peerAuthentications } = await listed(
      peer('istio-system/default', 'mtls: {mode: STRICT}') +
        peer('shop/till', 'portLevelMtls: {8080: {mode: DISABLE}}', { selector: 'app: till' }),
    );
    expect(peerAuthentications).toMatchObject([
      { namespace: 'istio-system', name: 'default', scope: 'mesh', mode: 'STRICT', at: { line: 2 } },
      { namespace: 'shop', name: 'till', scope: 'workload', mode: 'UNSET', ports: ['8080: DISABLE'], at: { line: 7 } },
    ]);
  });

  it('say of a DestinationRule whether it has a tls block, for every level', async () => {
    const { destinationRules } = await listed(
      rule('shop/plain', 'host: till, trafficPolicy: {loadBalancer: {simple: RANDOM}}') +
        rule(
          'shop/secured',
          'host: desk, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}, portLevelSettings: [{port: {number: 90}}]}, ' +
            'subsets: [{name: v1, trafficPolicy: {tls: {mode: DISABLE}}}]',
        ),
    );
    expect(destinationRules).toMatchObject([
      { host: 'till', tls: null, ports: [], subsets: [] },
      { host: 'desk', tls: 'ISTIO_MUTUAL', ports: ['90: no tls block'], subsets: ['v1: DISABLE'] },
    ]);
  });

  it('select the captured workloads for which they count', async () => {
    const { peerAuthentications, workloads } = await listed(
      peer('demo/all', 'mtls: {mode: STRICT}') + peer('demo/web', 'mtls: {mode: PERMISSIVE}', { selector: 'app: web' }),
      sample('strict-outside'),
    );
    const selected = new Map(peerAuthentications.map(({ name, selects }) => [name, selects]));
    expect(selected.get('all')).toEqual(['sleep', 'web']);
    expect(selected.get('web')).toEqual(['web']);
    expect(workloads.find(({ name }) => name === 'web')).toMatchObject({ mode: 'PERMISSIVE', decidedBy: 'demo/web' });
  });

  it('are remarked on where the proxy says otherwise', async () => {
    const { remarks } = await listed(
      peer('demo/web', 'mtls: {mode: DISABLE}', { selector: 'app: web' }),
      sample('strict-outside'),
    );
    const disagreement = remarks.find(({ resource }) => resource === 'PeerAuthentication demo/web');
    expect(disagreement?.text).toMatch(/^policies make .* DISABLE, its proxy is STRICT/u);
  });
});

it('yaml says the same as json', async () => {
  const [json, yaml] = await Promise.all(
    ['json', 'yaml'].map((format) => runNow(['policies', '-o', format, sample('strict-outside')])),
  );
  expect(parse(yaml?.stdout ?? '')).toEqual(JSON.parse(json?.stdout ?? ''));
});

it('tables print ages as kubectl does, and what is not known in words', async () => {
  const { stdout } = await runNow(['policies', '-'], {
    stdin: peer('demo/old', 'mtls: {mode: STRICT}', { age: '2026-10-24T12:00:00Z' }),
  });
  expect(stdout).toMatch(/demo +old +namespace +STRICT +none +30d/u);
  expect(stdout).toContain('istio-system (default; no MeshConfig was read)');
});

it('says what to name when there is no policy', async () => {
  const { code, stderr } = await runNow(['policies', '-'], { stdin: '{}' });
  expect(code).toBe(2);
  expect(stderr).toContain('kubectl get peerauthentication,destinationrule');
});
