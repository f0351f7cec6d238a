/** The servers of edges whose client was read from a cluster: found by their addresses, and named as sources. */
import { kubernetesTarget, type KubectlOptions } from '../input/live/kubernetes-target.ts';
import { podsAt } from '../input/live/pods.ts';
import { problemOf } from '../input/problem.ts';
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

/** What a search for servers came to. */
export interface FoundServers {
  /** `pod/NAME.NAMESPACE` (and `@CONTEXT` where the ends of the edge name it) of every server that has a proxy. */
  readonly words: readonly string[];
  /** Why some could not be looked for, a sentence each. */
  readonly problems: readonly string[];
}

/** The servers that were not read yet. Where the cluster cannot be asked, none: the verdict says what is missing. */
export async function unreadServers(verdicts: readonly Verdict[], place: ServerPlace): Promise<FoundServers> {
  const wanted = new Map(verdicts.flatMap((verdict) => unread(verdict).map((ip) => [ip, namespacesOf(verdict)])));
  const some = [...wanted].toSorted(([one], [other]) => (one < other ? -1 : 1)).slice(0, mostServers);
  const problems = new Set<string>();
  const found = await Promise.all(
    some.map(([ip, namespaces]) =>
      podsAt(place.options, ip, namespaces).catch((error: unknown) => {
        problems.add(problemOf('', false, error).saw);
        return [];
      }),
    ),
  );
  const words = found
    .flat()
    .flatMap(({ name, namespace, proxy }) => (proxy === undefined ? [] : [`pod/${name}.${namespace}${place.where}`]));
  return { words: [...new Set(words)], problems: [...problems] };
}

function unread({ endpoints }: Verdict): string[] {
  return endpoints.flatMap(({ endpoint, server }) =>
    endpoint === undefined || server?.proxy !== undefined ? [] : [endpoint.replace(/^\[?(.*?)\]?:\d+$/u, '$1')],
  );
}

/** Where the server is likely to be: the namespace in the service's name, and the client's. */
function namespacesOf({ from, to }: Verdict): readonly string[] {
  const service = /^[^.:]+\.([^.:]+)\.svc\b/u.exec(to)?.[1];
  return [...new Set([service, from.namespace].filter((each): each is string => each !== undefined && each !== ''))];
}

/** In which cluster servers are looked for. */
export interface ServerPlace {
  readonly options: KubectlOptions;
  /** `@CONTEXT`, or nothing. */
  readonly where: string;
}

/** The server's cluster is that of the last of the live words; `options` are those of the command line. */
export function serverPlace(live: readonly string[], options: KubectlOptions): ServerPlace {
  const target = kubernetesTarget(live.at(-1) ?? '', options);
  const { context } = target ?? options;
  return { options: { ...options, ...(context !== undefined && { context }) }, where: target?.where ?? '' };
}
