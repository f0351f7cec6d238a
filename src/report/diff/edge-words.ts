/** What is said of an edge that changed, in words that every format uses. */
import type { EdgeChangeRecord, StateRecord } from '../../compare/edge-change-record.ts';
import { outcomeWords } from '../outcome-words.ts';
import type { Tone } from '../text/ink.ts';
import { kindOf, type Kind } from './group-edges.ts';

interface Words {
  readonly mark: string;
  readonly tone: Tone;
}

export const kindWords = {
  broken: { mark: '✗', tone: 'bad' },
  weaker: { mark: '!', tone: 'bad' },
  undecided: { mark: '?', tone: 'doubt' },
  removed: { mark: '-', tone: 'doubt' },
  added: { mark: '+', tone: 'plain' },
  other: { mark: '~', tone: 'plain' },
  stronger: { mark: '✓', tone: 'good' },
  mended: { mark: '✓', tone: 'good' },
} as const satisfies Record<Kind, Words>;

/** `mutual TLS → fails`; where the outcome stays, what else changed. */
export function changeText(edge: EdgeChangeRecord): string {
  const { before, after } = edge;
  if (before === null) return `new: ${outcomeName(after)}`;
  if (after === null) return `no more; was ${outcomeName(before)}`;
  if (before.outcome !== after.outcome) return `${outcomeName(before)} → ${outcomeName(after)}`;
  return `${outcomeName(after)} as before, with another ${edge.facets.map((facet) => facetNames[facet]).join(', ')}`;
}

const facetNames: Readonly<Record<EdgeChangeRecord['facets'][number], string>> = {
  outcome: 'outcome',
  offer: 'offer of the client',
  acceptance: 'acceptance of the server',
  identity: 'identity',
  trust: 'trust',
  tls: 'range of TLS versions',
  symptom: 'symptom',
  cause: 'cause',
};

function outcomeName(state: StateRecord | null): string {
  return state === null ? 'nothing' : outcomeWords[state.outcome].name;
}

/** One line for each fact that differs: what it was, and what it is. */
export function facetLines({ before, after, facets }: EdgeChangeRecord): readonly string[] {
  if (before === null || after === null) return [];
  return facets.flatMap((facet) => {
    switch (facet) {
      case 'outcome':
        return [];
      case 'offer':
        return [`the client sends ${after.offer ?? ''}, no longer ${before.offer ?? ''}`];
      case 'acceptance':
        return [`at the server: ${after.acceptance ?? ''}, no longer ${before.acceptance ?? ''}`];
      case 'identity':
        return sides((side) => {
          const [was, is] = [before.identity?.[side], after.identity?.[side]];
          return was === is ? undefined : `the ${side} shows ${is ?? 'nobody'}, no longer ${was ?? 'nobody'}`;
        });
      case 'trust':
        return sides((side) => trustLine(side, before, after));
      case 'tls':
        return [`TLS versions both take: ${rangeText(after)}, no longer ${rangeText(before)}`];
      case 'symptom':
        return [`the client logs ${symptomName(after)}, no longer ${symptomName(before)}`];
      case 'cause':
        return [`causes: ${after.cause.join(', ') || 'none'}, no longer ${before.cause.join(', ') || 'none'}`];
    }
  });
}

function sides(line: (side: 'client' | 'server') => string | undefined): readonly string[] {
  return (['client', 'server'] as const).flatMap((side) => line(side) ?? []);
}

function trustLine(side: 'client' | 'server', before: StateRecord, after: StateRecord): string | undefined {
  const [was, is] = [before.trust?.[side], after.trust?.[side]];
  if (was === undefined || is === undefined || JSON.stringify(was) === JSON.stringify(is)) return undefined;
  const parts = [
    JSON.stringify(was.anchors) === JSON.stringify(is.anchors) ? '' : anchorChange(was.anchors, is.anchors),
    was.names.join() === is.names.join()
      ? ''
      : `names ${is.names.join(', ') || 'any'}, no longer ${was.names.join(', ') || 'any'}`,
    was.pins.join() === is.pins.join() ? '' : 'other pins',
    was.acceptsUntrusted === is.acceptsUntrusted
      ? ''
      : is.acceptsUntrusted
        ? 'accepts anybody now'
        : 'accepts nobody unverified any more',
  ].filter((part) => part !== '');
  return `the ${side} trusts ${parts.join('; ')}`;
}

type Anchors = NonNullable<NonNullable<StateRecord['trust']>['client']>['anchors'];

function anchorChange(was: Anchors, is: Anchors): string {
  const [old, now] = [was === 'none' ? [] : was, is === 'none' ? [] : is];
  const added = now.filter((key) => !old.includes(key));
  const gone = old.filter((key) => !now.includes(key));
  const parts = [
    added.length === 0 ? '' : `${count(added.length)} more (${added.map(brief).join(', ')})`,
    gone.length === 0 ? '' : `${count(gone.length)} no more (${gone.map(brief).join(', ')})`,
  ].filter((part) => part !== '');
  return parts.join(' and ');
}

function count(number: number): string {
  return number === 1 ? 'one root' : `${number} roots`;
}

function brief(key: string): string {
  return `key ${key.slice(0, 16)}`;
}

function rangeText({ tls }: StateRecord): string {
  const range = tls?.range ?? [];
  const [lowest, highest] = [range[0], range.at(-1)];
  if (lowest === undefined || highest === undefined) return 'none';
  return lowest === highest ? lowest : `${lowest} to ${highest}`;
}

function symptomName({ symptom }: StateRecord): string {
  if (symptom === undefined) return 'nothing';
  const flags = symptom.flags.length === 0 ? 'no flag' : symptom.flags.join(', ');
  return [symptom.status, flags, symptom.transportFailure].filter((part) => part !== undefined).join(' ');
}

/** `2 broken, 1 weaker`, worst first. */
export function summaryText(summary: Readonly<Partial<Record<Kind, number>>>): string {
  const names: Readonly<Record<Kind, string>> = {
    broken: 'started to fail',
    weaker: 'weaker',
    undecided: 'undecided before or after',
    removed: 'gone',
    added: 'new',
    other: 'otherwise changed',
    stronger: 'stronger',
    mended: 'working again',
  };
  const kinds: readonly Kind[] = ['broken', 'weaker', 'undecided', 'removed', 'added', 'other', 'stronger', 'mended'];
  return kinds.flatMap((kind) => (summary[kind] === undefined ? [] : [`${summary[kind]} ${names[kind]}`])).join(', ');
}

/** How an edge is headed. */
export function headingOf(edge: EdgeChangeRecord, clients: string): string {
  const host = edge.to.replace(/:\d+$/u, '');
  const endpoint = edge.endpoint === undefined || edge.endpoint.startsWith(`${host}:`) ? '' : ` (${edge.endpoint})`;
  return `${clients} → ${edge.to}${endpoint}`;
}

export { kindOf };
