import { nearestNames } from '../input/nearest-names.ts';

/** Up to three candidates most like a word, best first; people type a host's or a pod's first part. */
export function nearest(word: string, candidates: Iterable<string>): string[] {
  const byPart = new Map<string, Set<string>>();
  for (const candidate of candidates) {
    for (const part of [candidate, candidate.split(/[./]/u)[0] ?? candidate]) {
      byPart.set(part, (byPart.get(part) ?? new Set()).add(candidate));
    }
  }
  const near = nearestNames(word, [...byPart.keys()]).flatMap((part) => [...(byPart.get(part) ?? [])]);
  return [...new Set(near)].slice(0, 3);
}
