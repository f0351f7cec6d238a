import type { SymptomDocument, SymptomRecord } from '../../inspection/symptom-document.ts';
import { span, type Span } from '../text/ink.ts';
import { paint, spans, type Page } from '../text/page.ts';
import { hang } from '../text/wrap.ts';
import { sawText } from './saw-text.ts';
import { suspectEntries } from './suspect-text.ts';

/** What a command line named: for the commands that are proposed. */
export interface AskedSymptom {
  /** The program, as it was called. */
  readonly name: string;
  /** Of dumps, as they were typed; empty where none were. */
  readonly sources: readonly string[];
  /** A log was read: what is in it is counted. */
  readonly log?: string;
}

/** Text with its label, of which the first of several in a row shows. */
export interface SymptomEntry {
  readonly label: string;
  readonly text: readonly Span[];
  /** Something to paste, which is never broken. */
  readonly literal?: boolean;
}

/** Each failure: what was seen, what it means, whether it is mTLS's, which causes lead to it. */
export function symptomText(page: Page, { requests, symptoms }: SymptomDocument, asked: AskedSymptom): string[] {
  const summary = asked.log === undefined ? [] : [counted(symptoms, requests, asked.log)];
  return [
    ...summary.flatMap((text) => [...hang(page, [], spans(text), 0), ...(symptoms.length > 0 ? [''] : [])]),
    ...symptoms.flatMap((each, at) => [...(at === 0 ? [] : ['']), ...told(page, each, asked)]),
  ];
}

function counted(symptoms: readonly SymptomRecord[], requests: number, log: string): string {
  const of = (blame?: Blame) =>
    symptoms
      .filter(({ failure }) => blame === undefined || failure?.blame === blame)
      .reduce((sum, { count }) => sum + count, 0);
  const read = requests === 0 ? '' : ` in ${requests} ${requests === 1 ? 'request' : 'requests'}`;
  if (of() === 0) return `${log}: no failure${read}.`;
  const parts = [
    [of('mtls'), 'mTLS’s'],
    [of('perhaps'), 'perhaps mTLS’s'],
    [of('elsewhere'), 'not mTLS’s'],
  ] as const;
  const split = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  return `${log}: ${of()} ${of() === 1 ? 'failure' : 'failures'}${read}: ${split.join(', ')}.`;
}

type Blame = NonNullable<SymptomRecord['failure']>['blame'];

const blames = {
  mtls: 'yes',
  perhaps: 'it may be',
  elsewhere: 'no, as a rule',
  none: 'no',
} as const satisfies Record<Blame, string>;

const notKnown =
  'nothing that is known here. Give a line of a proxy’s access log, its response flags (UC), what curl or the application said, or an error of OpenSSL.';

const column = 14;

function told(page: Page, record: SymptomRecord, asked: AskedSymptom): string[] {
  const { failure, causes, edges, otherwise } = record;
  const entries: readonly SymptomEntry[] = [
    { label: 'Means', text: spans(failure === null ? notKnown : failure.says) },
    ...(failure === null ? [] : [{ label: 'Is it mTLS?', text: spans(blames[failure.blame]) }]),
    ...(edges === undefined ? causeEntries(causes, asked) : suspectEntries(edges, otherwise ?? [], asked)),
  ];
  return [
    ...sawText(page, record),
    ...entries.flatMap(({ label, text, literal }, at) => {
      const shown = label === entries[at - 1]?.label ? '' : `  ${label}`;
      if (literal === true) return [paint(page, [span(shown.padEnd(column), 'strong'), ...text])];
      return hang(page, shown === '' ? [] : [span(shown, 'strong')], text, column);
    }),
  ];
}

/** So many are read; more only with `-o json`. */
const most = 8;

function causeEntries(causes: SymptomRecord['causes'], { name }: AskedSymptom): readonly SymptomEntry[] {
  if (causes.length === 0) return [];
  const rarer = causes.length - most;
  return [
    ...causes
      .slice(0, most)
      .map(({ code, title }) => ({ label: 'Causes', text: spans(span(code, 'code'), `: ${title}`) })),
    ...(rarer > 0 ? [{ label: 'Causes', text: spans(`and ${rarer} that are rarer; -o json has them all`) }] : []),
    {
      label: 'Next',
      text: spans(
        span(`${name} cause CODE`, 'code'),
        ' explains one; with dumps behind the text only those are left that the dumps allow',
      ),
    },
  ];
}
