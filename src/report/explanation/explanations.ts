import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { byWorst } from '../outcome-words.ts';
import type { Page } from '../text/page.ts';
import { explanation } from './explanation.ts';

/** What explanations cannot know by themselves. */
export interface ExplanationsOptions {
  /** Commands that show whether a fix of this edge worked. */
  readonly checks: (edge: EdgeRecord) => readonly string[];
}

/** Several edges, the worst first, with room between them. */
export function explanations(page: Page, edges: readonly EdgeRecord[], { checks }: ExplanationsOptions): string[] {
  const sorted = edges.toSorted(byWorst);
  return sorted.flatMap((edge, at) => [
    ...(at === 0 ? [] : ['', '']),
    ...explanation(page, edge, { checks: checks(edge) }),
  ]);
}
