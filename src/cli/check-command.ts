import type { EdgeRecord } from '../inspection/edge-record.ts';
import type { Missing } from '../edge/question.ts';
import type { Check } from '../report/explanation/account.ts';
import { liveWords } from './live-servers.ts';

/** What the user typed, to be typed again. */
export interface Asked {
  /** The name the user calls us by. */
  readonly name: string;
  readonly from: string;
  readonly to: string | undefined;
  readonly sources: readonly string[];
  /** Options that shape the question, as typed. */
  readonly options: readonly string[];
}

/**
 * How to see whether a fix of an edge worked: proxies that run are watched, dumps are taken again. Undefined where the
 * sources came by a pipe that is gone.
 */
export function checkCommand({ name, from, to, sources, options }: Asked, edge: EdgeRecord): Check | undefined {
  const live = liveWords([from, to]).length > 0;
  if ((sources.length === 0 && !live) || sources.includes('-')) return undefined;
  const undecided = edge.endpoints.every(({ outcome }) => outcome === 'undecided');
  if (undecided && !edge.endpoints.some(({ missing }) => missing.some(isDump))) return undefined;
  const words = [from, to ?? edge.to, ...options];
  if (live) {
    const command = [name, 'watch', ...words, '--until', 'mtls', ...sources].map(quoted).join(' ');
    return { text: 'leave this running while you change it; it ends when the edge is mutual TLS:', command };
  }
  const command = [name, 'explain', ...words, ...sources].map(quoted).join(' ');
  return undecided
    ? { text: 'add what these commands print to the sources, and ask again:', command }
    : { text: 'take the dumps again after the change, and ask again:', command };
}

/** Is what is missing something that can be added to the sources? */
function isDump({ command }: Missing): boolean {
  return /^(?:istioctl|kubectl)\b/u.test(command);
}

/** As a POSIX shell reads it back. */
function quoted(word: string, at: number): string {
  // The name of the program may be two words (`kubectl mtlscope`).
  return at === 0 || /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
