/** What is said beside the changes: what was matched to what, what was renewed, what could not be compared. */
import { isUnchanged, type DiffDocument } from '../../compare/document.ts';
import { someOf } from './group-edges.ts';

/** One line where nothing changed. */
export function unchangedText(document: DiffDocument): string | undefined {
  if (!isUnchanged(document)) return undefined;
  const { after } = document.compared;
  const proxies = after.proxies === 1 ? '1 proxy' : `${after.proxies} proxies`;
  const renewed = document.resources.length;
  const but =
    renewed === 0 ? '' : `, but that ${renewed === 1 ? 'a certificate was' : `${renewed} certificates were`} renewed`;
  const matched = document.matched.filter(({ by }) => by === 'workload').length;
  const rolledOut =
    matched === 0 ? '' : `; ${matched === 1 ? 'one pod is' : `${matched} pods are`} another of the same workload`;
  return `nothing changed (${proxies}${rolledOut})${but}`;
}

/** Lines about how the two sides were brought together. */
export function matchNotes({ matched, alone, notCompared }: DiffDocument): readonly string[] {
  const words = {
    workload: 'by its workload',
    replica: 'as a further replica',
    only: 'as the only one on each side',
    pod: 'by name',
  };
  const lines = matched.map(({ by, before, after }) => `${before} was matched with ${after}, ${words[by]}`);
  for (const side of ['before', 'after'] as const) {
    const names = alone.filter((each) => each.side === side).map(({ workload }) => workload.replace(/^\//u, ''));
    if (names.length > 0) lines.push(`only ${side} there are dumps of ${someOf(names)}`);
  }
  const missing = new Map<string, string[]>();
  for (const { proxy, section, missing: side } of notCompared) {
    const key = `${side} has no ${section} of`;
    missing.set(key, [...(missing.get(key) ?? []), proxy]);
  }
  for (const [key, proxies] of missing) lines.push(`${key} ${someOf(proxies)}: not compared`);
  return lines;
}
