// Inputs of any size, scaled up from a recorded mesh: what Envoys print for it, with its service `web` and what
// belongs to it (cluster, endpoints, virtual host) repeated under other names, and its pods as often as wanted.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const sample = new URL('../samples/auto-mtls/proxies/', import.meta.url);

/** @typedef {{ [key: string]: unknown }} Message */
/** @typedef {{ name: string, indent: string, item: string }} List what is repeated, as text, and where it goes */

/** @type {(text: string) => { configs: Message[] }} */
const parse = JSON.parse;

/** @param {string} pod */
function recorded(pod) {
  return parse(gunzipSync(readFileSync(new URL(`${pod}.json.gz`, sample))).toString('utf8'));
}

const web = 'web.demo.svc.cluster.local';
const webCluster = `"outbound|80||${web}"`;

/** The lists to which each service adds an item. @returns {readonly List[]} */
function lists() {
  const { configs } = recorded('sleep');
  const routes = itemWith(itemsOf(configs, 'dynamic_route_configs'), 'route_config', '"name":"80"');
  return [
    asText(
      'dynamic_active_clusters',
      '    ',
      itemWith(itemsOf(configs, 'dynamic_active_clusters'), 'cluster', webCluster),
    ),
    asText(
      'dynamic_endpoint_configs',
      '    ',
      itemWith(itemsOf(configs, 'dynamic_endpoint_configs'), 'endpoint_config', webCluster),
    ),
    asText(
      'virtual_hosts',
      '      ',
      itemWith(itemsOf([/** @type {Message} */ (routes['route_config'])], 'virtual_hosts'), 'domains', `"${web}"`),
    ),
  ];
}

/** The items of the list that one of these messages has. @param {readonly Message[]} messages @param {string} key */
function itemsOf(messages, key) {
  return /** @type {readonly Message[]} */ (messages.find((message) => key in message)?.[key] ?? []);
}

/** @param {readonly Message[]} items @param {string} key @param {string} text what stands in the member of that name */
function itemWith(items, key, text) {
  const found = items.find((item) => JSON.stringify(item[key]).includes(text));
  if (found === undefined) throw new Error(`the sample has no ${key} with ${text}`);
  return found;
}

/** @param {string} name @param {string} indent @param {Message} item @returns {List} */
function asText(name, indent, item) {
  return { name, indent, item: JSON.stringify(item, undefined, 1).replaceAll('\n', `\n${indent}`) };
}

/** The address of the one pod of a service. @param {number} index */
export const podAddress = (index) => `10.${64 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;

/** The name of a service, as the applications dial it. @param {number} index */
export const serviceName = (index) => `svc-${index}.team-${index % 40}.svc.cluster.local`;

/** An item of a list as it is for a service. @param {string} item @param {number} index */
function forService(item, index) {
  return item
    .replaceAll('web.demo', `svc-${index}.team-${index % 40}`)
    .replaceAll('10.77.0.12', podAddress(index))
    .replaceAll('10.96.0.12', `10.${128 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`)
    .replaceAll('web;demo;web;v1', `svc-${index};team-${index % 40};svc-${index};v1`);
}

/** A dump in pieces: text, and the lists that the services add to. @param {string} pod */
function piecesOf(pod) {
  const text = JSON.stringify(recorded(pod), undefined, 1);
  let rest = 0;
  const pieces = [];
  const places = lists()
    .map((list) => ({ list, at: placeIn(text, list) }))
    .toSorted((a, b) => a.at - b.at);
  for (const { list, at } of places) {
    pieces.push(text.slice(rest, at), list);
    rest = at;
  }
  return [...pieces, text.slice(rest)];
}

/** Where the first item of a list begins: of the routes, those of port 80. @param {string} text @param {List} list */
function placeIn(text, { name, indent }) {
  const from = name === 'virtual_hosts' ? text.indexOf('"name": "80"', text.indexOf('"dynamic_route_configs"')) : 0;
  const start = text.indexOf(`"${name}": [\n`, from);
  return start + `"${name}": [\n`.length + indent.length;
}

/**
 * Writes the dump of a client that knows so many services.
 * @param {string} path
 * @param {number} services
 */
export function writeDump(path, services) {
  const file = openSync(path, 'w');
  for (const piece of piecesOf('sleep')) {
    if (typeof piece === 'string') writeSync(file, piece);
    else for (const batch of batches(ownIdentities(piece), services)) writeSync(file, batch);
  }
  closeSync(file);
}

/** As where each service has a service account of its own; a mesh's pods all show the certificate of `web`. @param {List} list */
function ownIdentities(list) {
  return { ...list, item: list.item.replaceAll('ns/demo/sa/web', 'ns/demo/sa/web.demo') };
}

/** The items of a list for all services, in batches. @param {List} list @param {number} services */
function* batches({ item, indent }, services) {
  for (let from = 0; from < services; from += 1000) {
    let batch = '';
    for (let index = from; index < Math.min(services, from + 1000); index += 1) {
      batch += `${forService(item, index)},\n${indent}`;
    }
    yield batch;
  }
}

/**
 * Writes the dumps of a mesh in which each of so many proxies serves one service and knows all of them.
 * @param {(name: string) => string} pathOf
 * @param {number} proxies
 * @param {number} services
 */
export function writeMesh(pathOf, proxies, services) {
  // What all proxies have in common is made once.
  const pieces = piecesOf('web').map((piece) =>
    typeof piece === 'string' ? piece : { shared: Buffer.from([...batches(piece, services)].join('')) },
  );
  for (let index = 0; index < proxies; index += 1) {
    const file = openSync(pathOf(`svc-${index}`), 'w');
    for (const piece of pieces) {
      if (typeof piece !== 'string') writeSync(file, piece.shared);
      else writeSync(file, asPod(piece, index));
    }
    closeSync(file);
  }
}

/** What a dump says of the pod itself. @param {string} text @param {number} index */
function asPod(text, index) {
  const team = `team-${index % 40}`;
  return text
    .replaceAll(/web-[a-z0-9]{5,10}-[a-z0-9]{5}\.demo/gu, `svc-${index}-6c8f9b7d5-x2x4z.${team}`)
    .replaceAll(/"NAME": "web-[^"]+"/gu, `"NAME": "svc-${index}-6c8f9b7d5-x2x4z"`)
    .replaceAll('"NAMESPACE": "demo"', `"NAMESPACE": "${team}"`)
    .replaceAll('"WORKLOAD_NAME": "web"', `"WORKLOAD_NAME": "svc-${index}"`)
    .replaceAll('10.77.0.12', podAddress(index));
}
