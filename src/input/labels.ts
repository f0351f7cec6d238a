import type { SourceId } from '../evidence.ts';
import { trailing } from './files.ts';
import type { FoundFile } from './files.ts';

/**
 * Short names for files, unique among them: the file's name where the user named it, else its path below what the
 * user named. Where two would be the same, as much of the path as it takes to tell them apart; never an absolute one.
 */
export function labelFiles(files: readonly FoundFile[]): readonly SourceId[] {
  const lengths = files.map(({ inside }) => (inside === undefined ? 1 : inside.split('/').length));
  for (let round = 0; round < 32; round++) {
    const labels = files.map((file, index) => trailing(file.path, lengths[index] ?? 1));
    const clashing = repeated(labels);
    if (clashing.size === 0) return labels;
    for (const [index, label] of labels.entries()) if (clashing.has(label)) lengths[index] = (lengths[index] ?? 1) + 1;
  }
  const number = numbering();
  return files.map((file, index) => number(trailing(file.path, lengths[index] ?? 1)));
}

/** Tells equal labels apart by `#2`, `#3`, …: members of an archive may share a name. */
export function numbering(): (label: SourceId) => SourceId {
  const used = new Map<SourceId, number>();
  return (label) => {
    const count = (used.get(label) ?? 0) + 1;
    used.set(label, count);
    return count === 1 ? label : `${label}#${count}`;
  };
}

function repeated(labels: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const label of labels) (seen.has(label) ? twice : seen).add(label);
  return twice;
}
