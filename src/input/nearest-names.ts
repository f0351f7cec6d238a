/** Up to three names that are most like `wanted`, best first: a slip of the keys, another ending, a part of it. */
export function nearestNames(wanted: string, names: readonly string[]): readonly string[] {
  const target = wanted.toLowerCase();
  return names
    .map((name) => ({ name, distance: closeness(target, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(target.length / 4)))
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

function closeness(wanted: string, name: string): number {
  if (wanted.length > 2 && (name.startsWith(wanted) || wanted.startsWith(name))) return 1;
  return editDistance(wanted, name);
}

/** How many letters must be put in, taken out, changed, or swapped with the next one. */
function editDistance(a: string, b: string): number {
  const [one, other] = [Array.from(a), Array.from(b)];
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of one.entries()) {
    const current = [row + 1];
    for (const [column, wanted] of other.entries()) {
      const change = (previous[column] ?? 0) + (letter === wanted ? 0 : 1);
      const swapped = letter === other[column - 1] && wanted === one[row - 1];
      const swap = swapped ? (before[column - 1] ?? 0) + 1 : change;
      current.push(Math.min(change, swap, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    [before, previous] = [previous, current];
  }
  return previous.at(-1) ?? 0;
}
