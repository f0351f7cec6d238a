import { clientsNamed } from '../edge/client-names.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { Named } from '../edge/named.ts';
import { targetsNamed, type Callee } from '../edge/target-names.ts';
import { outside } from '../edge/trace.ts';
import type { Proxy } from '../envoy/model.ts';
import { UsageError } from '../errors.ts';

/** The clients a word means; undefined stands for one without a proxy. Throws a `UsageError` unless it is clear. */
export function resolveClients(mesh: Mesh, word: string): readonly (Proxy | undefined)[] {
  if (word === outside) return [undefined];
  return theThings(clientsNamed(mesh, word), {
    word,
    role: 'no proxy that was read is called so',
    todo: mesh.proxies.length <= 12 ? `There are: ${mesh.proxies.map(({ name }) => name).join(', ')}.` : undefined,
  });
}

/** What a word means to a client that dials it. Throws a `UsageError` unless it is clear. */
export function resolveCallees(mesh: Mesh, client: Proxy | undefined, word: string): readonly Callee[] {
  return theThings(targetsNamed(mesh, client, word), {
    word,
    role: 'no service, pod or address that was read is called so',
    todo: 'Name a service, a pod or an address, with or without a port; an address may be one that no dump knows.',
  });
}

interface Wording {
  readonly word: string;
  readonly role: string;
  readonly todo: string | undefined;
}

function theThings<Thing>(named: Named<Thing>, { word, role, todo }: Wording): readonly Thing[] {
  switch (named.kind) {
    case 'found':
      return named.things;
    case 'ambiguous':
      throw new UsageError({
        what: `\`${word}\` may mean ${named.names.slice(0, 6).join(' or ')}`,
        todo: 'Name the one you mean, with its namespace.',
      });
    case 'unknown': {
      const [near] = named.nearest;
      const meaning = near === undefined ? {} : { meaning: `The nearest: ${named.nearest.join(', ')}.` };
      throw new UsageError({
        what: `\`${word}\` is not known: ${role}`,
        ...meaning,
        ...(todo !== undefined && { todo }),
      });
    }
  }
}
