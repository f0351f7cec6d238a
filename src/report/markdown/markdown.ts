/** The report as Markdown, for issues, merge requests and wikis. */
import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { brief } from '../content/brief.ts';
import type { Changes } from '../content/changes.ts';
import type { ReportContent } from '../content/content.ts';
import { meshHeadline } from '../content/headline.ts';
import { problemsOf, type Problem } from '../content/problems.ts';
import { peerName } from '../edge-table.ts';
import { outcomeWords, wordsFor } from '../outcome-words.ts';
import { accountMarkdown } from './account.ts';
import { codeBlock, inCell, inCode, inText } from './markdown-text.ts';
import { provenance } from './provenance.ts';

/** Issue trackers cut off what is longer than some tens of thousands of characters. */
const mostListed = 50;
const mostNamed = 8;

/** The whole report, ending in a newline. */
export function markdownReport(content: ReportContent): string {
  const { edges, explained, changes, check } = content;
  const { title, counts } = meshHeadline(edges);
  const problems = problemsOf(edges);
  // What only awaits more dumps would fill pages and explain nothing.
  const findings = explained.filter(isDecidedFinding);
  const sections = [
    `# ${inText(title)}`,
    inText(counts),
    ...(problems.length === 0 ? [] : ['## What is wrong', ...problems.flatMap(problemBlocks)]),
    ...(changes === undefined ? [] : ['## What changed', changesTable(changes)]),
    ...(edges.length === 0 ? [] : ['## Edges', edgeTable(edges)]),
    ...(findings.length === 0
      ? []
      : ['## Explanations', ...findings.map((edge) => accountMarkdown(edge, check(edge)))]),
    ...unexplainedNote(content),
    '## Where this comes from',
    provenance(content),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** A few lines for a chat: what is wrong, where, and what helps. */
export function shortMarkdown({ header, edges, proxies }: ReportContent): string {
  const { title, counts } = meshHeadline(edges);
  const problems = problemsOf(edges);
  const more = problems.length - 5;
  const lines = [
    `*${inText(title)}* (${inText(counts)})`,
    ...problems.slice(0, 5).map((problem) => {
      const [fix] = problem.fix;
      const [first] = problem.edges;
      const where = first === undefined ? '' : ` ${edgeName(first)}${andMore(problem.edges.length - 1)}`;
      return `- ${mark(problem)} ${inText(problem.text)}:${where}${fix === undefined ? '' : ` Fix: ${inText(fix.text.replace(/:$/u, '.'))}`}`;
    }),
    ...(more > 0 ? [`- and ${more} more`] : []),
    `mtlscope ${header.tool.version} read ${proxies.length} ${proxies.length === 1 ? 'proxy' : 'proxies'}; certificates judged at ${inCode(header.at)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function problemBlocks(problem: Problem): string[] {
  const { code, text, edges, fix, missing } = problem;
  const named = edges.slice(0, mostNamed).map((edge) => `- ${edgeName(edge)}`);
  const more = edges.length > mostNamed ? [`- and ${edges.length - mostNamed} more`] : [];
  return [
    `### ${mark(problem)} ${inText(brief(text))}`,
    ...(code === undefined ? [] : [`Cause: ${inCode(code)}`]),
    `Affected: ${edges.length === 1 ? '1 edge' : `${edges.length} edges`}`,
    [...named, ...more].join('\n'),
    ...fix.flatMap((each, at) => [
      `${at === 0 ? 'Fix: ' : ''}${inText(each.text)}`,
      ...(each.yaml === undefined ? [] : [codeBlock(each.yaml, 'yaml')]),
      ...(each.command === undefined ? [] : [codeBlock(each.command, 'sh')]),
    ]),
    ...missing
      .slice(0, 3)
      .flatMap((each) => [
        `What would tell: ${inText(`${each.what}: ${each.decides}`)}`,
        codeBlock(each.command, 'sh'),
      ]),
  ];
}

function mark({ outcome }: Problem): string {
  return outcomeWords[outcome].mark;
}

function edgeName({ from, to }: EdgeRecord): string {
  return `${inCode(brief(peerName(from)))} → ${inCode(brief(to))}`;
}

function andMore(count: number): string {
  return count > 0 ? ` and ${count} more.` : '.';
}

function edgeTable(edges: readonly EdgeRecord[]): string {
  const rows = edges.slice(0, mostListed).map((edge) => {
    const words = wordsFor(
      edge.outcome,
      edge.endpoints.map(({ outcome }) => outcome),
    );
    const why = edge.outcome === 'mtls' ? '' : inText(brief(edge.endpoints[0]?.because ?? ''));
    return [words.mark, inCode(brief(peerName(edge.from))), inCode(brief(edge.to)), words.name, why];
  });
  const more = edges.length - mostListed;
  const table = tableOf(['', 'From', 'To', 'Outcome', 'Why'], rows);
  return more > 0 ? `${table}\n\nand ${more} more edges` : table;
}

function changesTable({ edges, more }: Changes): string {
  if (edges.length === 0) return 'Nothing changed.';
  const rows = edges.map(({ from, to, endpoint, before, after, because }) => [
    `${inCode(brief(peerName(from)))} → ${inCode(brief(to))}${endpoint === undefined ? '' : ` at ${inCode(endpoint)}`}`,
    before === null ? 'none' : outcomeWords[before.outcome].name,
    after === null ? 'none' : outcomeWords[after.outcome].name,
    because.map(({ text }) => inText(brief(text))).join('; '),
  ]);
  const table = tableOf(['Edge', 'Before', 'After', 'Because'], rows);
  return more > 0 ? `${table}\n\nand ${more} more` : table;
}

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [rowOf(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(rowOf)].join('\n');
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.map(inCell).join(' | ')} |`;
}

function unexplainedNote({ edges, explained }: ReportContent): string[] {
  const told = explained.filter(isDecidedFinding).length;
  const findings = edges.filter(isDecidedFinding).length;
  return findings > told ? [`${findings - told} more findings are not explained here.`] : [];
}

function isDecidedFinding(edge: EdgeRecord): boolean {
  return isFinding(edge) && edge.outcome !== 'undecided';
}
