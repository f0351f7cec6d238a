/** A part of the configuration that differs along one connection, and may have changed what becomes of it. */
import type { ConfigChange } from '../model.ts';
import type { FactChange } from '../facts/fact.ts';

/** Parts in the order in which a connection meets them. */
export const parts = [
  'routes',
  'clusters',
  'endpoints',
  'client certificates',
  'server dump',
  'server mode',
  'server listeners',
  'server certificates',
  'time',
] as const;
export type Part = (typeof parts)[number];

export interface Suspect {
  readonly part: Part;
  readonly change: ConfigChange;
}

/** Facts that are named in a sentence; the rest is counted. */
const most = 3;

/** `sni web → not set, tls_versions …`. */
export function factsText(facts: readonly FactChange[]): string {
  const named = facts.slice(0, most).map(({ name, before, after }) => {
    return `${name} ${before?.value ?? 'not set'} → ${after?.value ?? 'not set'}`;
  });
  const more = facts.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join('; ');
}
