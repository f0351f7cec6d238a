/** A comparison as Markdown that GitHub, GitLab and chat show well. */
import type { DiffDocument } from '../../compare/document.ts';
import type { EdgeChangeRecord } from '../../compare/edge-change-record.ts';
import { changeText, facetLines, headingOf, kindOf, kindWords, summaryText } from './edge-words.ts';
import { groupEdges, someOf, type EdgeGroup } from './group-edges.ts';
import { codeBlock, inCell, inCode, inText } from '../markdown/markdown-text.ts';
import { matchNotes, unchangedText } from './notes.ts';
import { resourceGroups } from './resource-lines.ts';

export function diffMarkdown(document: DiffDocument): string {
  const unchanged = unchangedText(document);
  if (unchanged !== undefined) return `${inText(unchanged)}\n`;
  const { edges, summary, policies, pending, rest = [] } = document;
  const title =
    edges.length === 0
      ? 'No edge changed'
      : `${edges.length} edge${edges.length === 1 ? '' : 's'} changed: ${summaryText(summary)}`;
  const groups = groupEdges(document);
  const sections = [
    `## ${inText(title)}`,
    ...(groups.length === 0 ? [] : [overview(groups)]),
    ...groups.map(edgeSection),
    list('Ports that servers protect otherwise', modeLines(document)),
    list(
      'Policies',
      policies.map(({ kind, namespace, name, change }) => `${inCode(`${kind} ${namespace}/${name}`)} ${change}`),
    ),
    list('Updates refused or waiting', pending.map(pendingLine)),
    list(
      'Configuration',
      resourceGroups(document).flatMap(({ heading, facts }) => [
        inText(heading),
        ...facts.map((fact) => `  ${inCode(fact)}`),
      ]),
    ),
    ...(rest.length === 0 ? [] : ['### Everything else', ...rest.map(({ patch }) => codeBlock(patch, 'diff'))]),
    list('How the two sides were matched', matchNotes(document).map(inText)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function overview(groups: readonly EdgeGroup[]): string {
  const rows = groups.map(({ first, clients }) => {
    const { mark } = kindWords[kindOf(first)];
    const cells = [mark, inCode(headingOf(first, someOf(clients))), inText(changeText(first))];
    return `| ${cells.map(inCell).join(' | ')} |`;
  });
  return ['| | Edge | Change |', '|---|---|---|', ...rows].join('\n');
}

function edgeSection({ first, clients }: EdgeGroup): string {
  const { before, after, because } = first;
  const { mark } = kindWords[kindOf(first)];
  const lines = [
    ...(before === null ? [] : [`- before: ${inText(before.because)}`]),
    ...(after === null ? [] : [`- after: ${inText(after.because)}`]),
    ...facetLines(first).map((line) => `- ${inText(line)}`),
    ...because.map(({ text }) => `- because ${inText(text)}`),
  ];
  const [reason] = because;
  const proofs = reason === undefined ? [] : [...proof('before', reason.before), ...proof('after', reason.after)];
  return [
    `### ${mark} ${inText(headingOf(first, someOf(clients)))}: ${inText(changeText(first))}`,
    lines.join('\n'),
    ...proofs,
  ].join('\n\n');
}

type Evidence = EdgeChangeRecord['because'][number]['before'];

function proof(side: string, evidence: Evidence): readonly string[] {
  return evidence.slice(0, 2).flatMap(({ source, line, column, pointer, excerpt }) => {
    const place = line === undefined ? source : `${source}:${line}:${column ?? 1}`;
    const shown = excerpt === undefined || excerpt === '' ? [] : [codeBlock(excerpt, 'json')];
    return [`${side}: ${inCode(place)} ${inCode(pointer)}`, ...shown];
  });
}

function modeLines({ modes }: DiffDocument): readonly string[] {
  return modes.map(({ workload, port, serverNames = [], before, after }) => {
    const place = [port === undefined ? 'all other ports' : `port ${port}`, ...serverNames].join(' ');
    return `${inCode(workload.replace(/^\//u, ''))} ${inText(place)}: ${inText(before)} → ${inText(after)}`;
  });
}

function pendingLine({ side, workload, kind, name, state, rejection }: DiffDocument['pending'][number]): string {
  const why = rejection === undefined || rejection === '' ? '' : `: ${inCode(rejection)}`;
  const said = state === 'rejected' ? 'refuses a newer' : 'still waits for a newer';
  return `${side}, ${inCode(workload.replace(/^\//u, ''))} ${said} ${kind} ${inCode(name)}${why}`;
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `### ${title}\n\n${lines.map((line) => (line.startsWith('  ') ? `  - ${line.trim()}` : `- ${line}`)).join('\n')}`;
}
