import type { SuspectRecord } from '../../inspection/symptom-document.ts';
import { outcomeWords } from '../outcome-words.ts';
import { span } from '../text/ink.ts';
import { spans } from '../text/page.ts';
import type { AskedSymptom, SymptomEntry } from './symptom-text.ts';

/** Edges that are told one by one; of more only what they have in common. */
const few = 4;

/** The edges that end as was seen; else those that are named, as they should end. */
export function suspectEntries(
  edges: readonly SuspectRecord[],
  otherwise: readonly SuspectRecord[],
  { name, sources }: AskedSymptom,
): readonly SymptomEntry[] {
  const label = 'Here';
  const shown = edges.length > 0 ? edges : otherwise;
  const [first] = byCause(shown)[0]?.edges ?? [];
  const command = first === undefined ? '' : `${name} explain ${first.from} ${first.to} ${sources.join(' ')}`;
  return [
    ...(edges.length > 0 ? [] : [{ label, text: spans(otherwise.length > 0 ? unlike : none) }]),
    ...(shown.length <= few ? shown.flatMap(one) : byCause(shown).map(several)),
    ...(first === undefined ? [] : [{ label: 'Next', text: [span(command, 'code')], literal: true }]),
  ];
}

const none = 'by these dumps no edge ends like this';
const unlike = 'by these dumps it should not end like this: they are of another time, or the reason stands in no dump';

function one({ from, to, endpoint, outcome, causes }: SuspectRecord): readonly SymptomEntry[] {
  const { mark, says, tone } = outcomeWords[outcome];
  const at = endpoint === undefined || endpoint === to ? '' : ` (${endpoint})`;
  const [cause] = causes;
  return [
    { label: 'Here', text: spans(span(mark, tone), ` ${from} → ${to}${at} ${says}`) },
    ...(cause === undefined ? [] : [{ label: 'Here', text: spans(span(cause.code, 'code'), `: ${cause.text}`) }]),
  ];
}

interface CommonCause {
  readonly code: string | undefined;
  readonly edges: readonly SuspectRecord[];
}

/** What explains most of them first; what is not mTLS's last. */
function byCause(edges: readonly SuspectRecord[]): readonly CommonCause[] {
  const groups = new Map<string | undefined, SuspectRecord[]>();
  for (const edge of edges) {
    const code = edge.causes[0]?.code;
    groups.set(code, [...(groups.get(code) ?? []), edge]);
  }
  const late = ({ code }: CommonCause) => (code === undefined || code === 'not-mtls-impostor' ? 1 : 0);
  return [...groups]
    .map(([code, those]) => ({ code, edges: those }))
    .toSorted((a, b) => late(a) - late(b) || b.edges.length - a.edges.length);
}

function several({ code, edges }: CommonCause): SymptomEntry {
  const named = edges.slice(0, 2).map(({ from, to }) => `${from} → ${to}`);
  const examples = edges.length > named.length ? `${named.join(', ')} …` : named.join(', ');
  const many = edges.length === 1 ? '1 edge' : `${edges.length} edges`;
  return {
    label: 'Here',
    text: spans(...(code === undefined ? ['no cause is known'] : [span(code, 'code')]), `: ${many}: ${examples}`),
  };
}
