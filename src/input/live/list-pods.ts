/** The pods with a proxy that whoever asks may see, of one namespace or of all. */
import { kubectlText } from './kubectl.ts';
import type { KubectlOptions } from './kubernetes-target.ts';
import { readPods, type Pod } from './pods.ts';

/** By namespace and name. Throws `Unusable`. */
export async function podsWithProxy(options: KubectlOptions, everywhere: boolean): Promise<readonly Pod[]> {
  const { namespace: _, ...anywhere } = options;
  const asked = everywhere ? ([anywhere, '-A'] as const) : ([options] as const);
  const [where, ...words] = asked;
  const pods = readPods(await kubectlText(where, ['get', 'pods', ...words, '-o', 'json']));
  return pods.filter(({ proxy }) => proxy !== undefined).toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

function key({ namespace, name }: Pod): string {
  return `${namespace}/${name}`;
}
