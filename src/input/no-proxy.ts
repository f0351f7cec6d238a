import type { RawResource, SourceProblem } from './model.ts';
import { objectField, stringField } from './spelling.ts';

/**
 * The problem of sources that were read and hold no proxy, for commands that cannot do without one: manifests say
 * what was ordered, and only a proxy says what became of it. Undefined where there is a proxy, or nothing at all.
 */
export function noProxy(proxies: readonly unknown[], objects: readonly RawResource[]): SourceProblem | undefined {
  const sources = [...new Set(objects.map(({ place }) => place.source))];
  if (proxies.length > 0 || objects.length === 0) return undefined;
  return {
    source:
      sources.length <= 3 ? sources.join(', ') : `${sources.slice(0, 2).join(', ')} and ${sources.length - 2} more`,
    named: true,
    kind: 'not-a-dump',
    saw: `only manifests (${kindsOf(objects)}), and no proxy in them`,
    todo: takeOut(objects) ?? 'add the dumps of the client and the server: istioctl pc all POD -o json',
  };
}

/** A dump that somebody keeps in a ConfigMap is a text of it, and is not looked into. */
function takeOut(objects: readonly RawResource[]): string | undefined {
  for (const { value } of objects) {
    const data = stringField(value, 'kind') === 'ConfigMap' ? objectField(value, 'data') : undefined;
    const [key] = Object.entries(data ?? {}).find(([, text]) => typeof text === 'string' && isDump(text)) ?? [];
    if (key === undefined) continue;
    const name = stringField(objectField(value, 'metadata') ?? {}, 'name') ?? 'NAME';
    const command = `kubectl get configmap ${name} -o json | jq -r '.data[${JSON.stringify(key)}]' > POD.json`;
    return `take the dump out of the ConfigMap: ${command}`;
  }
  return undefined;
}

/** How a config dump begins, and each message in it. */
function isDump(text: string): boolean {
  return /^\s*\{\s*"configs"|envoy\.admin\.v/u.test(text.slice(0, 1000));
}

/** `2 DestinationRule, 1 PeerAuthentication`, the most frequent first. */
function kindsOf(objects: readonly RawResource[]): string {
  const counts = new Map<string, number>();
  for (const { kind, value } of objects) {
    const name = kind === 'mesh-config' ? 'MeshConfig' : (stringField(value, 'kind') ?? 'object');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
  const rest = sorted.length > 4 ? ['…'] : [];
  return [...sorted.slice(0, 4).map(([name, count]) => `${count} ${name}`), ...rest].join(', ');
}
