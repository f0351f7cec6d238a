/** Sightings that are the same failure of the same connection, counted. */
import type { Failure } from './failure-kind.ts';
import { failureOf } from './failure.ts';
import { logLine } from './read-sightings.ts';
import type { SeenEdge, Sighting } from './sighting.ts';
import { wordsSighting } from './words.ts';

export interface Group {
  /** The first of them. */
  readonly sighting: Sighting;
  readonly failure: Failure | undefined;
  readonly count: number;
  /** Where they stand; of many only the first. */
  readonly lines: readonly number[];
}

/** A whole log, line by line. */
export class LogReading {
  /** Lines of a proxy's access log. */
  requests = 0;
  readonly #groups = new Map<string, { group: Group; lines: number[]; count: number }>();
  #line = 0;

  /** Takes the next line. Lines that are of no access log count where TLS names an error in them. */
  add(text: string): void {
    this.#line += 1;
    const logged = logLine(this.#line, text);
    if (logged !== undefined) this.requests += 1;
    const sighting = logged ?? (text.trim() === '' ? undefined : wordsSighting(this.#line, text));
    const failure = sighting && failureOf(sighting);
    if (sighting === undefined || failure === undefined || failure.blame === 'none') return;
    if (logged === undefined && !failure.withReason) return;
    this.#count(sighting, failure);
  }

  #count(sighting: Sighting, failure: Failure): void {
    const key = JSON.stringify([failure.kind, sighting.side, lasting(sighting.edge)]);
    const before = this.#groups.get(key);
    if (before === undefined) {
      const lines = [sighting.line];
      this.#groups.set(key, { group: { sighting, failure, count: 1, lines }, lines, count: 1 });
      return;
    }
    before.count += 1;
    if (before.lines.length < mostLines) before.lines.push(sighting.line);
  }

  /** What failed: mTLS's first, then what may be, then the rest; the commonest first. */
  groups(): readonly Group[] {
    return [...this.#groups.values()]
      .map(({ group, lines, count }) => ({ ...group, lines, count }))
      .toSorted(
        (a, b) =>
          order.indexOf(a.failure?.blame ?? 'none') - order.indexOf(b.failure?.blame ?? 'none') ||
          b.count - a.count ||
          a.sighting.line - b.sighting.line,
      );
  }
}

const mostLines = 5;

const order = ['mtls', 'perhaps', 'elsewhere', 'none'] as const;

/** What stays the same from one connection to the next: a caller's port does not. */
function lasting({ cluster, authority, upstream, local, remote, sni }: SeenEdge): readonly (string | undefined)[] {
  return [cluster, cluster === undefined ? authority : undefined, upstream, local, remote?.replace(/:\d+$/u, ''), sni];
}
