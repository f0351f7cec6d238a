// What is measured against what, and the targets. A case against another is a ratio, or what it adds to it.
import { fileURLToPath } from 'node:url';

const node = process.execPath;
const bin = fileURLToPath(new URL('../bin/mtlscope.js', import.meta.url));
const scan = fileURLToPath(new URL('scan.mjs', import.meta.url));
const sample = fileURLToPath(new URL('../samples/dr-disable-strict/proxies', import.meta.url));

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {import('./measure.mjs').Case}
 */
export const mtlscope = (name, ...args) => ({ name, command: node, args: [bin, ...args] });

/** @typedef {{ of: string, against: string, kind: 'times' | 'faster' | 'ms' | 'MB' | 'MB in all', limit: number }} Target */

/** Starting, and explaining one edge of two small dumps. */
export const startUp = {
  title: 'start',
  cases: [
    { name: 'node -e 0', command: node, args: ['-e', '0'] },
    mtlscope('mtlscope --version', '--version'),
    mtlscope('mtlscope --help', '--help'),
    mtlscope('mtlscope explain', 'explain', 'sleep', 'web:80', sample),
  ],
  /** @type {Target[]} */
  targets: [
    { of: 'mtlscope --version', against: 'node -e 0', kind: 'ms', limit: 30 },
    { of: 'mtlscope --help', against: 'node -e 0', kind: 'ms', limit: 30 },
    { of: 'mtlscope explain', against: 'node -e 0', kind: 'ms', limit: 120 },
  ],
};

const parse = 'JSON.parse(require("fs").readFileSync(process.argv[1]))';
/** SNI, ALPN and accepted names of each cluster with a TLS context. */
const filter = `.configs[] | (.dynamic_active_clusters // [])[] | .cluster
  | [.name, (.. | objects | select(has("common_tls_context"))
      | [.sni, .common_tls_context.alpn_protocols,
         [.common_tls_context | .. | objects | select(has("match_subject_alt_names")) | .match_subject_alt_names]])]`;

/**
 * One dump, read by whatever can read it.
 * @param {string} title
 * @param {string} file
 * @param {{ jq: boolean, istioctl: string | undefined }} others
 */
export function oneDump(title, file, { jq, istioctl }) {
  const cases = [
    { name: 'node -e 0', command: node, args: ['-e', '0'] },
    { name: 'node JSON.parse', command: node, args: ['-e', parse, file] },
    { name: 'nothing but the scan', command: node, args: [scan, file] },
    mtlscope('mtlscope inspect -o json', 'inspect', '-o', 'json', file),
    mtlscope('mtlscope edges', 'edges', file),
  ];
  /** @type {Target[]} */
  const targets = [
    { of: 'mtlscope inspect -o json', against: 'node JSON.parse', kind: 'times', limit: 0.5 },
    { of: 'mtlscope inspect -o json', against: 'node -e 0', kind: 'MB', limit: 150 },
    { of: 'mtlscope edges', against: 'node -e 0', kind: 'MB', limit: 150 },
  ];
  if (jq) {
    cases.push({ name: 'jq', command: 'jq', args: ['-c', filter, file] });
    targets.push({ of: 'mtlscope inspect -o json', against: 'jq', kind: 'faster', limit: 7 });
  }
  if (istioctl !== undefined) {
    cases.push({ name: 'istioctl pc cluster', command: istioctl, args: ['pc', 'cluster', '-f', file, '-o', 'json'] });
    targets.push({ of: 'mtlscope inspect -o json', against: 'istioctl pc cluster', kind: 'faster', limit: 14 });
  }
  return { title, cases, targets };
}

/**
 * The edges of meshes that grow; of the largest, what they cost beside reading it. No service has the port 0, so that
 * with it nothing is judged.
 * @param {readonly import('./measure.mjs').Case[]} cases the largest mesh last
 * @param {string} reading a name for reading it
 * @param {string} folder where it is
 */
export function wholeMesh(cases, reading, folder) {
  const whole = cases.at(-1)?.name ?? '';
  /** @type {Target[]} */
  const targets = [
    { of: whole, against: reading, kind: 'ms', limit: 60_000 },
    { of: whole, against: reading, kind: 'MB in all', limit: 1000 },
  ];
  const alone = mtlscope(reading, 'edges', '-o', 'json', '--port', '0', folder);
  return { title: 'as meshes grow', cases: [...cases, alone], targets };
}
