import type { DiffDocument } from '../../compare/document.ts';
import { exhibit } from '../explanation/exhibit.ts';
import { symptomText } from '../explanation/symptom-text.ts';
import { span, type Span } from '../text/ink.ts';
import { paint, spans, type Page } from '../text/page.ts';
import { table } from '../text/table.ts';
import { hang } from '../text/wrap.ts';
import { changeText, facetLines, headingOf, kindOf, kindWords, summaryText } from './edge-words.ts';
import { groupEdges, someOf, type EdgeGroup } from './group-edges.ts';
import { matchNotes, unchangedText } from './notes.ts';
import { resourceGroups } from './resource-lines.ts';

/** Edges beyond these are told in a line each: nobody reads a hundred walks. */
const inFull = 12;

/** Where the text of a labelled line begins. */
const column = 13;

/** What changed, for people: edges first, worst first, then what their configuration says otherwise. */
export function diffText(page: Page, document: DiffDocument): string[] {
  const unchanged = unchangedText(document);
  if (unchanged !== undefined) return [paint(page, spans(unchanged))];
  const groups = groupEdges(document);
  return joined([
    document.edges.length === 0 ? [paint(page, spans('no edge changed'))] : heading(page, document),
    ...groups.map((group, at) => (at < inFull ? edgeBlock(page, group) : edgeLine(page, group))),
    section(page, 'Ports that servers protect otherwise', modeTable(page, document)),
    section(page, 'Policies', policyLines(page, document)),
    section(page, 'Updates refused or waiting', pendingLines(page, document)),
    section(page, 'Configuration', resourceLines(page, document)),
    section(page, 'Everything else', restLines(page, document)),
    section(
      page,
      'How the two sides were matched',
      matchNotes(document).flatMap((line) => hang(page, [], spans(line), 2)),
    ),
  ]);
}

function joined(blocks: readonly (readonly string[])[]): string[] {
  return blocks.filter((block) => block.length > 0).flatMap((block, at) => (at === 0 ? block : ['', ...block]));
}

function heading(page: Page, { edges, summary }: DiffDocument): string[] {
  const count = edges.length === 1 ? '1 edge changed' : `${edges.length} edges changed`;
  return hang(page, [], spans(span(count, 'strong'), `: ${summaryText(summary)}`), 0);
}

function section(page: Page, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [paint(page, [span(title, 'strong')]), ...lines];
}

function edgeLine(page: Page, { first, clients }: EdgeGroup): string[] {
  const { mark, tone } = kindWords[kindOf(first)];
  const title = span(headingOf(first, someOf(clients)), 'strong');
  return hang(page, [span(mark, tone)], spans(title, ': ', span(changeText(first), tone)), 2);
}

function edgeBlock(page: Page, group: EdgeGroup): string[] {
  const { first } = group;
  const { before, after } = first;
  const symptom = after?.symptom;
  const labelled = (label: string, text: string): string[] =>
    hang(page, [span(`  ${label}`, 'dim')], spans(text), column);
  return [
    ...edgeLine(page, group),
    ...(before === null ? [] : labelled('before', before.because)),
    ...(after === null ? [] : labelled('after', after.because)),
    ...facetLines(first).flatMap((line) => labelled('', line)),
    ...first.because.flatMap((change, at) => reasonLines(page, change, at)),
    ...(symptom === undefined
      ? []
      : symptomText(symptom, first.from.name, after?.server?.name).flatMap((line, at) =>
          labelled(at === 0 ? 'is seen' : '', line),
        )),
  ];
}

type Reason = EdgeGroup['first']['because'][number];

/** The first reason with what stands on both sides, the others with where they stand. */
function reasonLines(page: Page, { text, before, after }: Reason, at: number): string[] {
  const label = at === 0 ? '  because' : '  and';
  if (at > 0) {
    const places = [...before.slice(0, 1), ...after.slice(0, 1)].map(placeText);
    const where = places.length === 0 ? '' : ` (${[...new Set(places)].join(', ')})`;
    return hang(page, [span(label, 'dim')], spans(text, span(where, 'dim')), column);
  }
  return [
    ...hang(page, [span(label, 'dim')], spans(text), column),
    ...proof(page, 'before', before),
    ...proof(page, 'after', after),
  ];
}

/** One piece of evidence, behind the name of its side. */
function proof(page: Page, side: string, [evidence]: Reason['before']): string[] {
  if (evidence === undefined) return [];
  const indent = column + 8;
  const [first = '', ...rest] = exhibit(page, evidence, indent);
  const label = paint(page, spans(' '.repeat(column), span(side, 'dim')));
  const gap = ' '.repeat(indent - column - side.length);
  const fits = first.startsWith(' '.repeat(indent));
  return fits ? [`${label}${gap}${first.slice(indent)}`, ...rest] : [label, first, ...rest];
}

function placeText({ source, line }: Reason['before'][number]): string {
  return line === undefined ? source : `${source}:${line}`;
}

function modeTable(page: Page, { modes }: DiffDocument): string[] {
  if (modes.length === 0) return [];
  const rows = modes.map(({ workload, port, serverNames, before, after }) => [
    workload.replace(/^\//u, ''),
    [port === undefined ? 'all others' : String(port), ...(serverNames ?? [])].join(' '),
    before,
    after,
  ]);
  return table(page, ['SERVER', 'PORT', 'BEFORE', 'AFTER'], rows);
}

function policyLines(page: Page, { policies }: DiffDocument): string[] {
  return policies.flatMap(({ kind, namespace, name, change, facts }) => [
    ...hang(page, [], spans(`${kind} ${namespace === '' ? '' : `${namespace}/`}${name}: ${change}`), 2),
    ...factLines(
      page,
      facts.map(
        ({ name: field, before, after }) => `${field}: ${before?.value ?? 'not set'} → ${after?.value ?? 'not set'}`,
      ),
    ),
  ]);
}

function pendingLines(page: Page, { pending }: DiffDocument): string[] {
  return pending.flatMap(({ workload, side, kind, name, state, rejection }) => {
    const owner = workload.replace(/^\//u, '');
    const why = rejection === undefined || rejection === '' ? '' : `: ${rejection}`;
    const said =
      state === 'rejected' ? `refuses a newer ${kind} ${name}${why}` : `still waits for a newer ${kind} ${name}`;
    return hang(page, [], spans(`${side}, ${owner} ${said}`), 2);
  });
}

function resourceLines(page: Page, document: DiffDocument): string[] {
  return resourceGroups(document).flatMap(({ heading: title, facts }) => [
    ...hang(page, [], spans(title), 2),
    ...factLines(page, facts),
  ]);
}

function factLines(page: Page, facts: readonly string[]): string[] {
  return facts.flatMap((fact) => hang(page, [], spans(span(fact, 'dim')), 4));
}

function restLines(page: Page, { rest = [] }: DiffDocument): string[] {
  return rest.flatMap(({ patch }) => patch.split('\n').map((line) => paint(page, [span(line, patchTone(line))])));
}

function patchTone(line: string): Span['tone'] {
  if (line.startsWith('+')) return 'good';
  return line.startsWith('-') ? 'bad' : 'dim';
}
