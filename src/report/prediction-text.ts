import type { PredictionDocument, ResourceRecord } from '../prediction/document.ts';
import { effectOf, type Effect, type EdgeChangeRecord, type StateRecord } from '../compare/edge-change-record.ts';
import { outcomeWords } from './outcome-words.ts';
import { glossed } from './response-flags.ts';
import { span, type Span, type Tone } from './text/ink.ts';
import { paint, spans, type Page } from './text/page.ts';
import { hang } from './text/wrap.ts';
import { glossedReason } from './tls-reasons.ts';

/** How an effect is headed, in one and in several. */
const headings = {
  broken: { one: 'edge would break', several: 'edges would break', mark: '✗', tone: 'bad' },
  weaker: { one: 'edge would become weaker', several: 'edges would become weaker', mark: '!', tone: 'doubt' },
  undecided: { one: 'edge cannot be told', several: 'edges cannot be told', mark: '?', tone: 'doubt' },
  removed: { one: 'edge would be gone', several: 'edges would be gone', mark: '-', tone: 'plain' },
  added: { one: 'edge would be new', several: 'edges would be new', mark: '+', tone: 'plain' },
  other: { one: 'edge would change otherwise', several: 'edges would change otherwise', mark: '~', tone: 'plain' },
  mended: { one: 'edge would work again', several: 'edges would work again', mark: '✓', tone: 'good' },
  stronger: { one: 'edge would become stronger', several: 'edges would become stronger', mark: '✓', tone: 'good' },
} as const satisfies Record<Effect, { one: string; several: string; mark: string; tone: Tone }>;

/** What policies would change, the gravest first, then what became of each resource, and what was assumed. */
export function predictionText(page: Page, document: PredictionDocument): readonly string[] {
  const { edges, outside, resources, assumptions } = document;
  const effects = [...new Set(edges.map(effectOf))];
  return [
    ...(edges.length === 0
      ? [paint(page, spans(span('✓', 'good'), ` no edge between captured proxies would change${proviso(outside)}`))]
      : effects.flatMap((effect, at) => [
          ...(at === 0 ? [] : ['']),
          ...effectText(
            page,
            effect,
            edges.filter((edge) => effectOf(edge) === effect),
          ),
        ])),
    ...advice(page, edges),
    ...section(page, 'Callers without a proxy, if there are any', outsideLines(outside)),
    ...section(page, 'Resources', resources.map(resourceText)),
    ...section(page, 'Assumed', assumptions),
  ];
}

/** What keeps "no edge would change" from being the whole answer. */
function proviso(outside: PredictionDocument['outside']): string {
  const refused = new Set(outside.filter(({ after }) => after === 'fails').map(({ to }) => to)).size;
  return refused === 0 ? '' : `, but ${refused} ${refused === 1 ? 'port' : 'ports'} would refuse callers without one`;
}

/** Where the pages of the causes tell what to do about edges that break or become weaker. */
function advice(page: Page, edges: readonly EdgeChangeRecord[]): readonly string[] {
  const codes = new Set(
    edges
      .flatMap((edge) => (grave.has(effectOf(edge)) ? (edge.after?.causes.slice(0, 1) ?? []) : []))
      .map(({ code }) => code),
  );
  return section(
    page,
    'What to do about it',
    [...codes].toSorted().map((code) => `mtlscope cause ${code}`),
  );
}

/** One line for each way in which their treatment changes. */
function outsideLines(outside: PredictionDocument['outside']): readonly string[] {
  const lines = new Map<string, Set<string>>();
  for (const { to, before, after } of outside) {
    const change = fromTo(before, after);
    lines.set(change, (lines.get(change) ?? new Set()).add(to));
  }
  return [...lines].map(([change, ports]) => `${change}: ${[...ports].join(', ')}`);
}

function effectText(page: Page, effect: Effect, edges: readonly EdgeChangeRecord[]): readonly string[] {
  const { one, several, mark, tone } = headings[effect];
  const count = `${edges.length} ${edges.length === 1 ? one : several}`;
  return [
    paint(page, spans(span(mark, tone), ' ', span(count, 'strong'))),
    ...alike(edges).flatMap((group) => groupText(page, effect, group)),
  ];
}

/** Clients for which the same server becomes the same. */
function alike(edges: readonly EdgeChangeRecord[]): readonly (readonly EdgeChangeRecord[])[] {
  const groups = new Map<string, EdgeChangeRecord[]>();
  for (const edge of edges) {
    const { to, endpoint, before, after } = edge;
    const key = JSON.stringify([to, endpoint, before?.outcome, after?.outcome]);
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  return [...groups.values()];
}

/** Effects that are told with all that led to them. */
const grave: ReadonlySet<Effect> = new Set(['broken', 'weaker', 'undecided']);

function groupText(page: Page, effect: Effect, group: readonly EdgeChangeRecord[]): readonly string[] {
  const [edge] = group;
  if (edge === undefined) return [];
  const { to, endpoint, before, after, because } = edge;
  const where = endpoint === undefined ? '' : ` (${endpoint})`;
  const names = [...new Set(group.map(({ from }) => from.name))];
  const head = hang(page, [span(' ')], [span(`${names.join(', ')} → ${to}${where}: ${states(edge)}`)], 2);
  if (!grave.has(effect)) return head;
  return [
    ...head,
    // What cannot be told is told by its reason.
    ...(effect === 'undecided' ? [] : entries(page, 'then', [after?.because ?? before?.because ?? ''])),
    ...entries(page, 'because', because.map(reasonText)),
    ...entries(page, 'cause', after?.causes.slice(0, 1).map(({ code, text }) => `${code}: ${text}`) ?? []),
    ...entries(page, 'seen as', symptomLines(after?.symptom)),
  ];
}

/** What the application gets, and what its proxy logs. */
function symptomLines(symptom: StateRecord['symptom']): readonly string[] {
  if (symptom === undefined) return [];
  const { status, flags, transportFailure = '' } = symptom;
  const logs = [
    ...flags.map(glossed),
    ...(transportFailure === '' ? [] : [`TLS error ${glossedReason(transportFailure)}`]),
  ];
  const logged = logs.length === 0 ? [] : [`the client's proxy logs ${logs.join(', ')}`];
  return [[...(status === undefined ? [] : [`HTTP ${status}`]), ...logged].join('; ')].filter((line) => line !== '');
}

function entries(page: Page, label: string, lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, at) => hang(page, [span(`      ${at === 0 ? label : ''}`, 'dim')], [span(line)], 18));
}

function states({ before, after }: EdgeChangeRecord): string {
  if (before === null) return outcomeWords[after?.outcome ?? 'undecided'].name;
  if (after === null) return `${outcomeWords[before.outcome].name} today`;
  return fromTo(before.outcome, after.outcome);
}

function fromTo(before: keyof typeof outcomeWords, after: keyof typeof outcomeWords): string {
  const [was, is] = [outcomeWords[before].name, outcomeWords[after].name];
  return was === is ? `${is} as before, but otherwise` : `${was} → ${is}`;
}

function reasonText({ text, after }: EdgeChangeRecord['because'][number]): string {
  const places = after.map(({ source, line }) => (line === undefined ? source : `${source}:${line}`));
  return places.length === 0 ? text : `${text} (${places.join(', ')})`;
}

function resourceText({ kind, namespace, name, outcome, change, reason }: ResourceRecord): string {
  const named = [kind, [namespace, name].filter((part) => part !== '').join('/')]
    .filter((part) => part !== '')
    .join(' ');
  switch (outcome) {
    case 'applied':
      return `✓ ${named} is ${change ?? 'applied'}`;
    case 'unchanged':
      return `✓ ${named} is in force already`;
    case 'without-effect':
      return `✓ ${named} changes no connection: ${reason ?? ''}`;
    case 'not-applied':
      return `✗ ${named} is not applied: ${reason ?? ''}`;
  }
}

function section(page: Page, title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ['', paint(page, [span(title, 'strong')]), ...lines.flatMap((line) => hang(page, indent(), [span(line)], 2))];
}

function indent(): readonly Span[] {
  return [span(' ')];
}
