/**
 * The proof of a suspicion: the edge is walked once more after the change, with some parts put back as they were
 * before. What then is as before was changed by them.
 */
import type { Mesh } from '../../edge/mesh.ts';
import type { Proxy } from '../../envoy/model.ts';
import type { Part } from './suspect.ts';

/** The two ends on both sides; an end without a partner cannot be put back. */
export interface Ends {
  readonly client?: { readonly before: Proxy; readonly after: Proxy };
  readonly server?: { readonly before: Proxy; readonly after: Proxy };
}

/** The mesh after, with these parts as before. */
export function putBack(after: Mesh, before: Mesh, ends: Ends, parts: readonly Part[]): Mesh {
  const changed = new Map<string, Proxy>();
  for (const end of ['client', 'server'] as const) {
    const pair = ends[end];
    if (pair === undefined) continue;
    const start = changed.get(pair.after.name) ?? pair.after;
    const mixed = parts.reduce<Proxy>((proxy, part) => ({ ...proxy, ...oldPart(end, pair.before, part) }), start);
    changed.set(pair.after.name, mixed);
  }
  const inMesh = (proxy: Proxy | undefined): Proxy | undefined =>
    proxy === undefined ? undefined : (changed.get(proxy.name) ?? proxy);
  return {
    ...after,
    at: parts.includes('time') ? before.at : after.at,
    proxies: after.proxies.map((proxy) => changed.get(proxy.name) ?? proxy),
    proxyNamed: (name) => inMesh(after.proxyNamed(name)),
    proxyAt: (ip) => inMesh(after.proxyAt(ip)),
  };
}

function oldPart(end: keyof Ends, before: Proxy, part: Part): Partial<Proxy> {
  const { listeners, routes, clusters, endpoints, secrets, certificates } = before;
  const isClient = end === 'client';
  switch (part) {
    case 'routes':
      return isClient ? { listeners, routes } : {};
    case 'clusters':
      return isClient ? { clusters } : {};
    case 'endpoints':
      return isClient ? { endpoints } : {};
    case 'client certificates':
      return isClient ? { secrets, certificates } : {};
    case 'server mode':
    case 'server listeners':
      return isClient ? {} : { listeners };
    case 'server certificates':
      return isClient ? {} : { secrets, certificates };
    case 'server dump':
    case 'time':
      return {};
  }
}
