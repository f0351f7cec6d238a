/** The servers of edges whose client was read from a cluster: found by their addresses, and named as sources. */
import { kubernetesTarget, type KubectlOptions } from '../input/live/kubernetes-target.ts';
import { podsAt } from '../input/live/pods.ts';
import type { Verdict } from '../verdict/model.ts';

/** Edges of large services have many endpoints; this many servers show what there is to see. */
const mostServers = 8;

/** Words that name pods of a cluster, among those of a command line. */
export function liveWords(words: readonly (string | undefined)[]): readonly string[] {
  return words.filter(
    (word): word is string => word !== undefined && kubernetesTarget(withoutPort(word)) !== undefined,
  );
}

/** `pod/web:80` dials a port of the pod; the pod is the source. */
export function withoutPort(word: string): string {
  return word.replace(/:\d+$/u, '');
}

/**
 * `pod/NAME.NAMESPACE` of every server that was not read and has a proxy. Where the cluster cannot be asked, none:
 * the verdict then says what is missing.
 */
export async function unreadServers(verdicts: readonly Verdict[], options: KubectlOptions): Promise<readonly string[]> {
  const addresses = verdicts.flatMap(({ endpoints }) =>
    endpoints.flatMap(({ endpoint, server }) =>
      endpoint === undefined || server?.proxy !== undefined ? [] : [endpoint.replace(/^\[?(.*?)\]?:\d+$/u, '$1')],
    ),
  );
  const unique = [...new Set(addresses)].toSorted().slice(0, mostServers);
  const found = await Promise.all(unique.map((ip) => podsAt(options, ip).catch(() => [])));
  return found
    .flat()
    .flatMap(({ name, namespace, proxy }) => (proxy === undefined ? [] : [`pod/${name}.${namespace}`]));
}
