/**
 * By which words the resources of a large dump are found again (`input/shelf`). A word may lead to more than is meant:
 * whoever asks looks at what it gets.
 */
import type { Told } from '../input/recall/recall.ts';
import { askingWord, asksForMore } from './asked-marks.ts';
import type { Cluster, EndpointGroup, VirtualHost } from './model.ts';

/** Leads to the clusters that are not in force. */
export const unsettledWord = ' unsettled';
/** Leads to the virtual hosts that have a wildcard among their domains. */
export const wildcardWord = ' wildcard';

/** What there may be so many of that they are put on a shelf, as it was read; undefined for everything else. */
export type ManyFacts =
  | { readonly kind: 'cluster'; readonly facts: Cluster }
  | { readonly kind: 'endpoints'; readonly facts: EndpointGroup }
  | { readonly kind: 'virtual-host'; readonly facts: VirtualHost };

export function manyFactsOf({ kind, facts }: Told): ManyFacts | undefined {
  if (facts === undefined) return undefined;
  if (kind === 'cluster') return { kind, facts: facts as Cluster };
  if (kind === 'endpoints') return { kind, facts: facts as EndpointGroup };
  return kind === 'virtual-host' ? { kind, facts: facts as VirtualHost } : undefined;
}

/** The words that Envoy itself goes by. */
export function envoyWords({ kind, facts }: ManyFacts): readonly string[] {
  switch (kind) {
    case 'cluster': {
      const { name, state } = facts;
      const isSettled = state === 'active' || state === 'static';
      return [name, ...(isSettled ? [] : [unsettledWord]), ...(asksForMore(facts) ? [askingWord] : [])];
    }
    case 'endpoints':
      return [facts.clusterName];
    case 'virtual-host':
      return facts.domains.map((domain) => (isWildcard(domain) ? wildcardWord : domain.toLowerCase()));
  }
}

/** `*.example.com`, `example.*`, `*`. */
export function isWildcard(domain: string): boolean {
  return domain.startsWith('*') || domain.endsWith('*');
}
