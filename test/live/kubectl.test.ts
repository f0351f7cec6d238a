import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubectl } from '../../src/input/live/kubectl.ts';
import { run, type Ran } from '../run.ts';
import { sameAnywhere } from './story.ts';
import { isReal, stopServing } from './real-kubectl/real-kubectl.ts';
import {
  calls,
  kubeconfig,
  recordedPods,
  serve,
  withoutKubectl,
  type StubCluster,
  type StubPod,
} from './stub-cluster.ts';

const at = ['--at', '2026-11-22T12:00:00Z'];
const files = mkdtempSync(join(tmpdir(), 'mtlscope-live-'));
afterAll(() => {
  stopServing();
  rmSync(files, { recursive: true, force: true });
});

let sleep: StubPod;
let web: StubPod;
let offline: Ran;
let client: string;
/** Everything the mesh has, healthy. */
let mesh: StubCluster;

beforeAll(async () => {
  const pods = await recordedPods('demo/dr-disable-strict');
  sleep = pods.get('sleep') ?? expect.fail();
  web = pods.get('web') ?? expect.fail();
  client = `pod/${sleep.name}.demo`;
  mesh = {
    pods: [...pods.values()],
    deployments: [{ name: 'sleep', namespace: 'demo', labels: { app: 'sleep' } }],
    statefulsets: [{ name: 'sleep', namespace: 'demo', labels: { app: 'sleep' } }],
    services: [{ name: 'sleep', namespace: 'demo', labels: { app: 'sleep' } }],
  };
  for (const { name, dump } of [sleep, web]) cpSync(dump, join(files, `${name}.json`));
  offline = await run(['explain', sleep.name, 'web:80', files, ...at]);
});

/** The cluster with one of its pods changed. */
function meshWith(pod: StubPod, changed: Partial<StubPod>, more: Partial<StubCluster> = {}): StubCluster {
  return { ...mesh, ...more, pods: mesh.pods.map((each) => (each === pod ? { ...each, ...changed } : each)) };
}

function explainLive(...words: string[]): Promise<Ran> {
  return run(['explain', ...(words.length > 0 ? words : [client, 'web:80']), ...at]);
}

function asked(pod: StubPod): number {
  return calls().filter((call) => call.includes('exec') && call.includes(pod.name)).length;
}

describe('from the name of a pod to the explanation', () => {
  test('says what the same dumps say offline', async () => {
    await serve(mesh);
    const live = await explainLive();
    expect(offline.code).toBe(1);
    expect(live).toMatchObject({ code: 1, stderr: '' });
    expect(sameAnywhere(live.stdout)).toBe(sameAnywhere(offline.stdout));
  });

  test('says how to watch the edge while it is mended', async () => {
    await serve(mesh);
    const { stdout } = await explainLive(`pod/${sleep.name}`, 'web:80', '-n', 'demo');
    expect(stdout).toMatch(new RegExp(`mtlscope watch pod/${sleep.name} web:80 --namespace demo --until\\s+mtls`, 'u'));
  });

  test('asks each proxy once, reads only, and asks none but the two ends', async () => {
    await serve(mesh);
    await explainLive();
    expect([asked(sleep), asked(web)]).toEqual([1, 1]);
    const dumps = calls().filter((call) => call.includes('exec'));
    expect(dumps).toHaveLength(2);
    for (const call of dumps)
      expect(call.slice(call.indexOf('--'))).toEqual([
        '--',
        'pilot-agent',
        'request',
        'GET',
        'config_dump?include_eds',
      ]);
    for (const call of calls()) expect(call.find((word) => !word.startsWith('-'))).toMatch(/^(?:get|exec)$/u);
  });

  test.each(['deploy/sleep.demo', 'sts/sleep.demo', 'svc/sleep.demo'])(
    'takes %s for the pods it selects',
    async (from) => {
      await serve(mesh);
      const { code, stdout } = await explainLive(from, 'web:80');
      expect(code).toBe(1);
      expect(sameAnywhere(stdout)).toBe(sameAnywhere(offline.stdout));
    },
  );

  test('finds the proxy in a native sidecar', async () => {
    await serve(meshWith(sleep, { native: true }));
    expect(sameAnywhere((await explainLive()).stdout)).toBe(sameAnywhere(offline.stdout));
  });

  test('takes the namespace, the context and the configuration of kubectl', async () => {
    await serve({ pods: [], contexts: { east: mesh } });
    const words = [`pod/${sleep.name}`, 'web:80', '-n', 'demo', '--context', 'east', '--kubeconfig', kubeconfig];
    const { code, stdout } = await explainLive(...words);
    expect(code).toBe(1);
    expect(sameAnywhere(stdout)).toBe(sameAnywhere(offline.stdout));
    for (const call of calls())
      expect(call).toEqual(expect.arrayContaining(['--context=east', `--kubeconfig=${kubeconfig}`]));
  });

  test('looks for the servers where the client is, when its context is named with it', async () => {
    await serve({ pods: [], contexts: { east: mesh } });
    const { code, stdout } = await explainLive(`${client}@east`, 'web:80');
    expect(code).toBe(1);
    expect(sameAnywhere(stdout)).toBe(sameAnywhere(offline.stdout));
  });

  test('takes two ends from two clusters', async () => {
    await serve({ pods: [], contexts: { east: { pods: [sleep] }, west: { pods: [web] } } });
    const { code, stdout } = await explainLive(`${client}@east`, `pod/${web.name}.demo@west:80`);
    expect(code).toBe(1);
    expect(stdout).toContain('accepts only mutual TLS');
    expect([asked(sleep), asked(web)]).toEqual([1, 1]);
  });

  test('is not misled by what kubectl warns of', async () => {
    await serve({
      ...mesh,
      noise: 'W1122 12:00:00.000000 1 gcp.go:119] WARNING: this plugin was not found in the new place; forbidden',
    });
    expect(sameAnywhere((await explainLive()).stdout)).toBe(sameAnywhere(offline.stdout));
  });
});

describe('ways into the proxy', () => {
  test.each([
    ['curl, where pilot-agent is not there', ['curl']],
    ['wget, where that is not there either', ['wget']],
    ['a forwarded port, where nothing can be run (distroless)', []],
  ])('%s', async (_, programs) => {
    await serve(meshWith(sleep, { programs }));
    const { code, stdout } = await explainLive();
    expect(code).toBe(1);
    expect(sameAnywhere(stdout)).toBe(sameAnywhere(offline.stdout));
  });

  test('a forwarded port, where exec is not allowed, and it is said why', async () => {
    await serve({ ...mesh, denied: ['exec'] });
    const { stdout, stderr } = await explainLive();
    expect(sameAnywhere(stdout)).toBe(sameAnywhere(offline.stdout));
    expect(stderr).toMatch(
      new RegExp(`pod/${web.name}.demo: asked through a forwarded port, as exec did not work: .*pods/exec`, 'u'),
    );
  });

  test('a person who waits is told whom it asks', async () => {
    await serve(mesh);
    const { stderr } = await run(['explain', client, 'web:80', ...at], { isTTY: true, columns: 120 });
    for (const source of [client, `pod/${web.name}.demo`]) expect(stderr).toContain(`asking ${source} …\n`);
  });
});

describe('when the client cannot be read, one sentence says why, with exit code 2', () => {
  test.each<[string, () => StubCluster, RegExp]>([
    ['no pod is called so', () => ({ pods: [] }), /nothing of that name in the cluster/u],
    [
      'getting pods is not allowed',
      () => ({ ...mesh, denied: ['get pods'] }),
      /does not allow this .*cannot get resource "pods"/u,
    ],
    [
      'neither exec nor port-forward is',
      () => ({ ...mesh, denied: ['exec', 'port-forward'] }),
      /does not allow this .*pods\/exec/u,
    ],
    ['the pod has no sidecar', () => meshWith(sleep, { container: 'app' }), /a pod without a proxy/u],
    [
      'Envoy does not run, though its container does',
      () => meshWith(sleep, { deaf: true }),
      /a proxy that does not answer .*15000/u,
    ],
    ['the proxy is not ready', () => meshWith(sleep, { ready: false }), /a proxy that is not ready/u],
    [
      'nothing can be run and no port forwarded',
      () => meshWith(sleep, { programs: [] }, { denied: ['port-forward'] }),
      /neither pilot-agent nor curl nor wget/u,
    ],
    [
      'the API server refuses',
      () => ({
        ...mesh,
        down: 'refused',
      }),
      /a cluster that cannot be reached/u,
    ],
    ['the API server is not found', () => ({ ...mesh, down: 'unknown host' }), /a cluster that cannot be reached/u],
    ['the login has run out', () => ({ ...mesh, down: 'unauthorized' }), /a cluster that does not know who you are/u],
    [
      'the login needs a program that is not there',
      () => ({
        ...mesh,
        down: 'no login program',
      }),
      /a cluster that does not know who you are .*cloud-login/u,
    ],
  ])('%s', async (_, cluster, sentence) => {
    await serve(cluster());
    const { code, stdout, stderr } = await explainLive();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain('pod/');
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(6);
  });

  // No flag that is used here is one that an older kubectl which still builds would not know.
  test.skipIf(isReal)('kubectl is too old', async () => {
    await serve({ ...mesh, unknownOptions: ['output'] });
    const { code, stderr } = await explainLive();
    expect(code).toBe(2);
    expect(stderr).toMatch(/a kubectl that is too old .*unknown flag: -o/u);
  });

  test('no context is called so', async () => {
    await serve(mesh);
    const { code, stderr } = await explainLive(client, 'web:80', '--context', 'north');
    expect(code).toBe(2);
    expect(stderr).toMatch(/a cluster that cannot be reached .*context "north" does not exist/u);
  });

  test('no context is called so, and no namespace is named either', async () => {
    await serve(mesh);
    const { code, stderr } = await explainLive('pod/sleep', 'web:80', '--context', 'north');
    expect(code).toBe(2);
    expect(stderr).toMatch(/a cluster that cannot be reached .*context was not found .*north/u);
  });

  test('kubectl says nothing at all', async () => {
    await serve(meshWith(sleep, { hangs: true }));
    const words = ['exec', sleep.name, '-c', 'istio-proxy', '--', 'pilot-agent'];
    const answer = kubectl({ namespace: 'demo' }, words, 1000);
    await expect(answer.next()).rejects.toThrow('does not answer: kubectl said nothing for 1 s');
  });

  test('there is no kubectl', async () => {
    withoutKubectl();
    const { code, stderr } = await explainLive();
    expect(code).toBe(2);
    expect(stderr).toContain('there is no kubectl on the PATH');
  });

  test('a deployment that selects nothing', async () => {
    await serve({ pods: [], deployments: [{ name: 'sleep', namespace: 'demo', labels: { app: 'sleep' } }] });
    const { code, stderr } = await explainLive('deploy/sleep.demo', 'web:80');
    expect(code).toBe(2);
    expect(stderr).toContain('selects no pods');
  });
});

describe('what can still be said', () => {
  test('everything, where pods may be listed in the namespace of the service only', async () => {
    await serve({ ...mesh, denied: ['list everywhere'] });
    const { stdout, stderr } = await explainLive();
    expect(stderr).toBe('');
    expect(sameAnywhere(stdout)).toBe(sameAnywhere(offline.stdout));
  });

  test('the client alone, where its servers may not be looked for, and why they were not', async () => {
    await serve({ ...mesh, denied: ['list everywhere', 'list pods'] });
    const { stdout, stderr } = await explainLive();
    expect(stdout).toContain('sleep → web.demo.svc.cluster.local:80');
    expect(asked(web)).toBe(0);
    expect(stderr).toMatch(/the servers were not looked for: a cluster that does not allow this/u);
  });

  test('the client alone, where the server cannot be read, with exit code 2', async () => {
    await serve(meshWith(web, { ready: false }));
    const { code, stdout, stderr } = await explainLive();
    expect(code).toBe(2);
    expect(stdout).toContain('sleep → web.demo.svc.cluster.local:80');
    expect(stderr).toContain(`pod/${web.name}.demo: a proxy that is not ready`);
  });

  test('the same as of the server without a proxy: it has none', async () => {
    await serve(meshWith(web, { container: 'app' }));
    const { stdout } = await explainLive();
    expect(stdout).toContain('sleep → web.demo.svc.cluster.local:80');
    expect(asked(web)).toBe(0);
  });

  test('what came before the connection broke, marked incomplete, with exit code 2', async () => {
    const half = Math.floor(readFileSync(web.dump).length * 0.9);
    await serve(meshWith(web, { cutAt: half }, { denied: ['port-forward'] }));
    const { code, stdout, stderr } = await explainLive();
    expect(code).toBe(2);
    expect(stdout).toContain('sleep → web.demo.svc.cluster.local:80');
    expect(stderr).toMatch(/what is complete before it is used/u);
  });
});
