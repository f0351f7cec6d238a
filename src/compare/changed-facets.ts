/** Which facts of a connection differ, and whether that made it weaker. */
import type { Outcome } from '../verdict/model.ts';
import { facets, type Facet, type Meaning } from './meaning.ts';

/**
 * What a change did to an edge: it lost authentication or encryption (`weaker`), started to fail (`broken`), works
 * again (`mended`), gained (`stronger`), can or could not be told (`undecided`), or none of these (`other`).
 */
export type Direction = 'weaker' | 'broken' | 'mended' | 'stronger' | 'undecided' | 'other';

/** The facets that differ; one that is not known on both sides does not. */
export function changedFacets(before: Meaning, after: Meaning): readonly Facet[] {
  return facets.filter((facet) => differs(before[facet], after[facet]));
}

function differs(before: unknown, after: unknown): boolean {
  if (before === undefined || after === undefined) return false;
  if (isRecord(before) && isRecord(after)) {
    return Object.keys(before).some((key) => Object.hasOwn(after, key) && differs(before[key], after[key]));
  }
  return JSON.stringify(before) !== JSON.stringify(after);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const authenticates: ReadonlySet<Outcome> = new Set(['mtls']);
const encrypts: ReadonlySet<Outcome> = new Set(['mtls', 'tls', 'app-tls']);

/** What became of an edge that is on both sides. */
export function directionOf(before: Meaning, after: Meaning): Direction {
  const [was, is] = [before.outcome, after.outcome];
  if (was === 'undecided' || is === 'undecided') return was === is ? 'other' : 'undecided';
  if (is === 'fails') return was === 'fails' ? 'other' : 'broken';
  if (was === 'fails') return 'mended';
  if (lost(authenticates, was, is) || lost(encrypts, was, is) || verifiesLess(before, after)) return 'weaker';
  if (lost(authenticates, is, was) || lost(encrypts, is, was) || verifiesLess(after, before)) return 'stronger';
  return 'other';
}

function lost(having: ReadonlySet<Outcome>, was: Outcome, is: Outcome): boolean {
  return having.has(was) && !having.has(is);
}

/** A side that checked its peer and no longer does has lost authentication, whatever the other side still checks. */
function verifiesLess(before: Meaning, after: Meaning): boolean {
  return (['client', 'server'] as const).some((side) => {
    const [was, is] = [before.trust?.[side], after.trust?.[side]];
    if (was === undefined || is === undefined) return false;
    const [checked, checks] = [
      was.anchors !== 'none' && !was.acceptsUntrusted,
      is.anchors !== 'none' && !is.acceptsUntrusted,
    ];
    return checked && !checks;
  });
}
