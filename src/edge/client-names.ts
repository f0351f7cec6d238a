import type { Proxy } from '../envoy/model.ts';
import type { Mesh } from './mesh.ts';
import { nameParts, oneOf, type Named } from './named.ts';
import { nearest } from './nearest.ts';

/**
 * The proxies that a word means: a proxy's or pod's name, a workload, an application label, an address, or
 * the beginning of a pod's name; each also as `ns/name` or `name.ns`. Replicas of one workload are found
 * together. The first of these readings that fits counts.
 */
export function clientsNamed(mesh: Mesh, word: string): Named<Proxy> {
  const { name, namespace } = nameParts(word);
  const among = mesh.proxies.filter((proxy) => namespace === undefined || proxy.node.namespace === namespace);
  const readings: readonly ((proxy: Proxy) => boolean)[] = [
    (proxy) => called(name, proxy.name, proxy),
    (proxy) => called(name, proxy.node.pod, proxy),
    (proxy) => called(name, proxy.node.workload, proxy),
    (proxy) => called(name, proxy.node.app, proxy),
    (proxy) => proxy.node.ips.includes(name),
    (proxy) => podName(proxy).startsWith(`${name}-`),
    (proxy) => name !== '' && podName(proxy).startsWith(name),
  ];
  for (const reading of readings) {
    const named = oneOf(among.filter(reading), workloadName);
    if (named !== undefined) return named;
  }
  return { kind: 'unknown', nearest: nearest(word, ['outside', ...mesh.proxies.flatMap(namesOf)]) };
}

function called(word: string, name: string, { node }: Proxy): boolean {
  return name !== '' && (word === name || (node.namespace !== '' && word === `${name}.${node.namespace}`));
}

function podName(proxy: Proxy): string {
  return proxy.node.pod === '' ? proxy.name : proxy.node.pod;
}

/** `ns/workload`, or `ns/pod` where no workload is known. */
function workloadName({ name, node }: Proxy): string {
  const own = [node.workload, node.pod, name].find((each) => each !== '') ?? name;
  return node.namespace === '' ? own : `${node.namespace}/${own}`;
}

function namesOf(proxy: Proxy): string[] {
  return [proxy.name, proxy.node.workload, workloadName(proxy)].filter((name) => name !== '');
}
