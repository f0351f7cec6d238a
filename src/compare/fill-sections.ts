/**
 * Two dumps of one proxy seldom hold the same sections: istiod's has no endpoints, `pc cluster` has nothing else.
 * What only one of them holds cannot have changed; it is lent to the other, so that edges can be walked on both.
 */
import type { Proxy, SectionsSeen } from '../envoy/model.ts';
import type { ProxyPair } from './pair-proxies.ts';

/** A section that was lent, for the reader to know. */
export interface Lent {
  readonly proxy: string;
  readonly section: keyof SectionsSeen;
  /** The side that does not have it. */
  readonly missing: 'before' | 'after';
}

const sections = ['bootstrap', 'listeners', 'clusters', 'endpoints', 'routes', 'secrets'] as const;

/** The proxies of all pairs, with what their partner can lend them, by their name on each side. */
export function fillSections(pairs: readonly ProxyPair[]): {
  readonly before: ReadonlyMap<string, Proxy>;
  readonly after: ReadonlyMap<string, Proxy>;
  readonly lent: readonly Lent[];
} {
  const before = new Map<string, Proxy>();
  const after = new Map<string, Proxy>();
  const lent: Lent[] = [];
  const lend = (to: Proxy, from: Proxy | undefined, into: Map<string, Proxy>, missing: Lent['missing']): void => {
    if (into.has(to.name)) return;
    into.set(to.name, from === undefined ? to : filled(to, from));
    if (from === undefined) return;
    for (const section of missingSections(to, from)) lent.push({ proxy: to.name, section, missing });
  };
  for (const pair of pairs) {
    const [one, other] = [
      pair.kind === 'after' ? undefined : pair.before,
      pair.kind === 'before' ? undefined : pair.after,
    ];
    if (one !== undefined) lend(one, other, before, 'before');
    if (other !== undefined) lend(other, one, after, 'after');
  }
  return { before, after, lent };
}

function missingSections(to: Proxy, from: Proxy): readonly (keyof SectionsSeen)[] {
  return sections.filter((section) => !to.seen[section] && from.seen[section]);
}

function filled(to: Proxy, from: Proxy): Proxy {
  const missing = new Set(missingSections(to, from));
  const nameless = to.node.id === '' && from.node.id !== '';
  if (missing.size === 0 && !nameless) return to;
  const lends = (section: keyof SectionsSeen): boolean => missing.has(section);
  return {
    ...to,
    ...(nameless && { node: from.node }),
    ...(lends('listeners') && { listeners: from.listeners }),
    ...(lends('clusters') && { clusters: from.clusters }),
    ...(lends('endpoints') && { endpoints: from.endpoints }),
    ...(lends('routes') && { routes: from.routes }),
    ...(lends('secrets') && { secrets: from.secrets, certificates: from.certificates }),
    seen: {
      bootstrap: to.seen.bootstrap || lends('bootstrap'),
      listeners: to.seen.listeners || lends('listeners'),
      clusters: to.seen.clusters || lends('clusters'),
      endpoints: to.seen.endpoints || lends('endpoints'),
      routes: to.seen.routes || lends('routes'),
      secrets: to.seen.secrets || lends('secrets'),
    },
  };
}
