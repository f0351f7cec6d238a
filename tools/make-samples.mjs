// Makes samples/ from a folder of recorded meshes (see test/recordings/README.md):
//   node tools/make-samples.mjs FOLDER
// Whole proxies are left out, and of the samples that go with a walkthrough what all dumps have alike, and services whose pods are left out; what a sample
// holds is as it was recorded. The edges are those that were asked between what is left.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync, gunzipSync } from 'node:zlib';
import { parse, stringify } from 'yaml';
import { addressesOf, trimmed } from './trim-dump.mjs';

const out = new URL('../samples/', import.meta.url).pathname;
const root = process.argv[2];
if (root === undefined) throw new Error('usage: node tools/make-samples.mjs FOLDER');

/** @type {Record<string, {from: string, pods: string[], trim?: boolean}>} */
const samples = {
  'auto-mtls': { from: 'demo/baseline', pods: ['sleep', 'web'] },
  'dr-disable-strict': { from: 'demo/dr-disable-strict', pods: ['sleep', 'web'] },
  'expired-certificate': { from: 'demo/baseline', pods: ['sleep', 'expired', 'web'] },
  'foreign-trust-domain': { from: 'demo/baseline', pods: ['sleep', 'foreign', 'web'] },
  'gateway-simple': { from: 'demo/gateway-simple', pods: ['ingress', 'web'] },
  hbone: { from: 'hbone/baseline', pods: ['sleep', 'web'] },
  'mixed-endpoints': { from: 'demo/baseline', pods: ['sleep', 'mixed-a'] },
  'strict-outside': { from: 'demo/mesh-strict', pods: ['sleep', 'web'] },
  ...walkthrough('beer', ['beer', 'pub'], {
    'mesh-strict': 'beer-mesh-strict',
    'port-permissive': 'beer-port-permissive',
    'service-port-number': 'beer-port-permissive-on-service-port',
    'workload-disable': 'beer-workload-disable',
  }),
  ...walkthrough('bookinfo', ['productpage-v1', 'details-v1'], {
    'details-only': 'bookinfo-details-only',
    'mesh-wide': 'bookinfo-mesh-wide-hits-kube-api',
    'policy-without-rule': 'bookinfo-policy-without-dr',
    'port-exempt-one-side': 'bookinfo-port-exempt-one-side',
  }),
  ...walkthrough('bookinfo', ['productpage-v1', 'reviews-v3'], { 'subset-rule': 'bookinfo-subset-dr-wipes-tls' }),
  ...walkthrough('boutique', ['frontend', 'ingressgateway', 'checkoutservice'], {
    permissive: 'baseline',
    'frontend-strict': 'boutique-frontend-strict',
  }),
  ...walkthrough('tutorial', ['customer', 'preference'], {
    'permissive-with-rule': 'tutorial-permissive-one-dr',
    'strict-without-rule': 'tutorial-strict-without-dr',
  }),
  ...walkthrough('tutorial', ['preference', 'recommendation-v1', 'recommendation-v2'], {
    'subset-rule': 'tutorial-subset-only-recommendation',
  }),
};

/**
 * The samples of a walkthrough, from scenarios of the topology of its name.
 * @param {string} topology @param {string[]} pods @param {Record<string, string>} scenarios by the samples' names
 */
function walkthrough(topology, pods, scenarios) {
  return Object.fromEntries(
    Object.entries(scenarios).map(([name, scenario]) => [
      `${topology}/${name}`,
      { from: `${topology}/${scenario}`, pods, trim: true },
    ]),
  );
}

for (const [name, { from, pods, trim = false }] of Object.entries(samples)) {
  const source = `${root}/${from}`;
  const target = `${out}${name}`;
  const read = (/** @type {string} */ pod) =>
    gunzipSync(readFileSync(`${source}/proxies/${pod}.json.gz`)).toString('utf8');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(`${target}/proxies`, { recursive: true });
  for (const file of ['policies.yaml', 'mesh.yaml']) {
    const isThere = existsSync(`${source}/${file}`) && readFileSync(`${source}/${file}`).length > 0;
    if (isThere) cpSync(`${source}/${file}`, `${target}/${file}`);
  }
  const leftOut = new Set(
    trim ? proxiesOf(source).flatMap((pod) => (pods.includes(pod) ? [] : addressesOf(read(pod)))) : [],
  );
  for (const pod of pods) {
    const dump = trim ? trimmed(read(pod), leftOut) : read(pod);
    writeFileSync(`${target}/proxies/${pod}.json.gz`, gzipSync(dump, { level: 9 }));
  }
  writeFileSync(`${target}/edges.yaml`, stringify({ edges: edgesBetween(source, pods) }));
}
fragments('listener-and-cluster', ['sleep', 'web']);

/**
 * The plainest input there is: `istioctl pc listener` and `pc cluster` of a client and a server.
 * @param {string} name @param {string[]} pods
 */
function fragments(name, pods) {
  const target = `${out}${name}`;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const pod of pods) {
    for (const part of ['listener', 'cluster']) {
      const json = readFileSync(`${root}/shapes/${pod}/pc-${part}.json`);
      writeFileSync(`${target}/${pod}-${part}.json.gz`, gzipSync(json, { level: 9 }));
    }
  }
}

/** @param {string} source @returns {string[]} */
function proxiesOf(source) {
  return readdirSync(`${source}/proxies`).map((file) => file.replace('.json.gz', ''));
}

/**
 * The recorded edges whose client and server are both there, or have no proxy at all.
 * @param {string} source @param {string[]} pods @returns {unknown[]}
 */
function edgesBetween(source, pods) {
  const proxies = proxiesOf(source);
  const isLeftOut = (/** @type {string | undefined} */ pod) =>
    pod !== undefined && proxies.includes(pod) && !pods.includes(pod);
  const observed = /** @type {{id: string, client: string, server?: string}[]} */ (
    JSON.parse(readFileSync(`${source}/observed.json`, 'utf8'))
  );
  const between = new Set(
    observed.filter(({ client, server }) => !isLeftOut(client) && !isLeftOut(server)).map(({ id }) => id),
  );
  const { edges } = /** @type {{edges: {id: string, from: string}[]}} */ (
    parse(readFileSync(`${source}/edges.yaml`, 'utf8'))
  );
  const seen = new Set();
  return edges.filter((edge) => {
    const key = JSON.stringify({ ...edge, id: '' });
    if (!between.has(edge.id) || isLeftOut(edge.from) || seen.has(key)) return false;
    return seen.add(key);
  });
}
