import type { Outcome, RolledUpOutcome } from '../verdict/model.ts';
import type { Tone } from './text/ink.ts';

/** How an outcome is put into words and marked; the mark says the same as the colour. */
export interface OutcomeWords {
  /** After the name of an edge: "sleep → web:80 …". */
  readonly says: string;
  /** On its own, in a table. */
  readonly name: string;
  readonly mark: '✓' | '✗' | '?' | '!';
  readonly tone: Tone;
}

export const outcomeWords = {
  mtls: { says: 'is mutual TLS', name: 'mutual TLS', mark: '✓', tone: 'good' },
  tls: { says: 'is one-way TLS', name: 'one-way TLS', mark: '!', tone: 'doubt' },
  plaintext: { says: 'is plaintext', name: 'plaintext', mark: '!', tone: 'doubt' },
  'app-tls': { says: "carries the application's own TLS", name: 'application TLS', mark: '✓', tone: 'plain' },
  fails: { says: 'fails', name: 'fails', mark: '✗', tone: 'bad' },
  undecided: { says: 'is undecided', name: 'undecided', mark: '?', tone: 'doubt' },
  mixed: { says: 'depends on the endpoint', name: 'mixed', mark: '!', tone: 'doubt' },
} as const satisfies Record<RolledUpOutcome, OutcomeWords>;

/** Worst first: the order in which people want to see them. */
export const worstFirst: readonly RolledUpOutcome[] = [
  'fails',
  'undecided',
  'mixed',
  'plaintext',
  'tls',
  'app-tls',
  'mtls',
];

/** "1 fails, 2 mutual TLS", worst first. */
export function countOutcomes(outcomes: readonly RolledUpOutcome[]): string {
  return worstFirst
    .map((outcome) => ({ outcome, count: outcomes.filter((each) => each === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${inNumber(outcome, count)}`)
    .join(', ');
}

function inNumber(outcome: RolledUpOutcome, count: number): string {
  return outcome === 'fails' && count > 1 ? 'fail' : outcomeWords[outcome].name;
}

/** The words of a rolled-up outcome, marked as its worst endpoint. */
export function wordsFor(outcome: RolledUpOutcome, endpoints: readonly Outcome[]): OutcomeWords {
  if (outcome !== 'mixed') return outcomeWords[outcome];
  const worst = worstFirst.find((each) => endpoints.some((endpoint) => endpoint === each)) ?? 'undecided';
  return { ...outcomeWords.mixed, mark: outcomeWords[worst].mark, tone: outcomeWords[worst].tone };
}

interface Judged {
  readonly outcome: RolledUpOutcome;
  readonly endpoints: readonly { readonly outcome: Outcome }[];
}

/** For sorting edges: the worst first; a mixed one counts as its worst endpoint. */
export function byWorst(one: Judged, other: Judged): number {
  return badness(one) - badness(other);
}

/** How bad an edge is: the worst is 0. */
export function badness({ outcome, endpoints }: Judged): number {
  if (outcome !== 'mixed') return worstFirst.indexOf(outcome);
  return Math.min(...endpoints.map((endpoint) => worstFirst.indexOf(endpoint.outcome)));
}
