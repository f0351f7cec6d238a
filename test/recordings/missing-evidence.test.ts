import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCheckFile, type Expectation } from '../../src/check/check-file.ts';
import { runCheck, type CheckResult } from '../../src/check/run-check.ts';
import { meshOf, type Mesh } from '../../src/edge/mesh.ts';
import { unknownNode } from '../../src/envoy/read/node.ts';
import type { Listener, Proxy, SectionsSeen } from '../../src/envoy/model.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import { inspect } from '../../src/inspect.ts';
import { forgetFolders, recordedFiles, recordedFolder, scenarios } from './recordings.ts';

/** Each topology's first, and every seventh of all. */
const some = scenarios.filter((name, index) => name.endsWith('/baseline') || index % 7 === 0);

function without(proxy: Proxy, section: keyof SectionsSeen, rest: Partial<Proxy> = {}): Proxy {
  return { ...proxy, ...rest, seen: { ...proxy.seen, [section]: false } };
}

/** What `istioctl proxy-config` prints of some: no bootstrap, and less than there is. */
function selection<T>(items: readonly T[], part: 0 | 1): readonly T[] {
  return items.filter((_, index) => index % 2 === part);
}

function isCapture({ bindToPort, useOriginalDst, listenerFilters }: Listener): boolean {
  return bindToPort && (useOriginalDst || listenerFilters.some(({ kind }) => kind === 'original_dst'));
}

const losses: readonly (readonly [string, (proxy: Proxy) => Proxy])[] = [
  ['bootstraps', (proxy) => without(proxy, 'bootstrap', { node: { ...unknownNode, pod: proxy.node.pod } })],
  ['listeners', (proxy) => without(proxy, 'listeners', { listeners: [] })],
  [
    'the listeners that iptables redirects to',
    (proxy) => ({ ...proxy, listeners: proxy.listeners.filter((listener) => !isCapture(listener)) }),
  ],
  [
    'the listeners without a socket',
    (proxy) => without(proxy, 'bootstrap', { listeners: proxy.listeners.filter(({ bindToPort }) => bindToPort) }),
  ],
  ['half of the listeners', (proxy) => without(proxy, 'bootstrap', { listeners: selection(proxy.listeners, 0) })],
  ['the other half', (proxy) => without(proxy, 'bootstrap', { listeners: selection(proxy.listeners, 1) })],
  ['clusters', (proxy) => without(proxy, 'clusters', { clusters: [] })],
  [
    'half of the clusters',
    (proxy) =>
      without(proxy, 'bootstrap', {
        clusters: selection(proxy.clusters, 0).filter(({ name }) => name !== 'BlackHoleCluster'),
      }),
  ],
  ['routes', (proxy) => without(proxy, 'routes', { routes: [] })],
  ['endpoints', (proxy) => without(proxy, 'endpoints', { endpoints: [] })],
  ['secrets', (proxy) => without(proxy, 'secrets', { secrets: [], certificates: [] })],
];

afterAll(forgetFolders);

describe.each(some)('recorded mesh %s', (scenario) => {
  it('is judged the same without some of the evidence, or not at all', async () => {
    const { mesh, expectations } = await read(scenario);
    const whole = expectations.map((each) => runCheck(mesh, each, { strictEvidence: false }));
    const turned = losses.flatMap(([what, lose]) => {
      const less = meshOf(mesh.proxies.map(lose), mesh.at);
      const judged = expectations.map((each) => runCheck(less, each, { strictEvidence: what === 'secrets' }));
      return judged.flatMap((now, index) => otherThan(whole[index], now).map((words) => `without ${what}: ${words}`));
    });
    expect(turned).toEqual([]);
  });

  it.each([
    ['the dump of the client alone', () => false],
    ['the dumps of client and server alone', isServer],
  ])('is judged the same by %s, or not at all', async (_, isBeside) => {
    const { mesh, expectations } = await read(scenario);
    const turned = expectations.flatMap((each) => {
      const those = mesh.proxies.filter((proxy) => isNamed(proxy, each.from) || isBeside(proxy, each));
      if (those.length === 0) return [];
      const options = { strictEvidence: false };
      return otherThan(runCheck(mesh, each, options), runCheck(meshOf(those, mesh.at), each, options));
    });
    expect(turned).toEqual([]);
  });
});

function isNamed({ name, node }: Proxy, word: string | undefined): boolean {
  return word !== undefined && [name, node.workload, node.app].includes(word);
}

function isServer(proxy: Proxy, { endpoint, to }: Expectation): boolean {
  const ip = (endpoint ?? to).replace(/:\d+$/u, '');
  return proxy.node.ips.includes(ip) || isNamed(proxy, to.split('.')[0]);
}

/**
 * Nothing where what was said stands or is taken back. What fails before an endpoint is chosen (no route, cluster or
 * endpoint) fails by what is not there.
 */
function otherThan(before: CheckResult | undefined, now: CheckResult): readonly string[] {
  if (before === undefined || now.outcome === before.outcome) return [];
  if (now.outcome === 'undecided') return [];
  if (before.symptom?.flags.some((flag) => ['NR', 'NC', 'UH'].includes(flag)) === true) return [];
  return [`${now.from} → ${now.to} was ${before.outcome}, is ${now.outcome}: ${now.because}`];
}

const kept = new Map<string, Promise<{ readonly mesh: Mesh; readonly expectations: readonly Expectation[] }>>();

function read(scenario: string): Promise<{ readonly mesh: Mesh; readonly expectations: readonly Expectation[] }> {
  let found = kept.get(scenario);
  if (found === undefined) {
    kept.clear();
    found = reading(scenario);
    kept.set(scenario, found);
  }
  return found;
}

async function reading(scenario: string): Promise<{ mesh: Mesh; expectations: readonly Expectation[] }> {
  const folder = await recordedFolder(scenario);
  const { mesh } = await inspect([sourceArgument(join(folder, 'proxies'))], { now: new Date(0) });
  const files = await recordedFiles(scenario);
  return { mesh, expectations: readCheckFile(files.get('edges.yaml') ?? '', 'edges.yaml') };
}
