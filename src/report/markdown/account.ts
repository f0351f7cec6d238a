import type { EdgeRecord } from '../../inspection/edge-record.ts';
import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import { accountOf, type Block, type Check, type Entry, type Headline, type Told } from '../explanation/account.ts';
import { exhibitParts } from '../explanation/exhibit-parts.ts';
import type { WalkSide } from '../explanation/walk.ts';
import type { Span } from '../text/ink.ts';
import { codeBlock, inCode, inText } from './markdown-text.ts';

/** One edge, step by step. */
export function accountMarkdown(edge: EdgeRecord, check: Check | undefined): string {
  const { headline, blocks } = accountOf(edge, check);
  return [`### ${headlineText(headline)}`, ...blocks.flatMap(blockText)].join('\n\n');
}

function headlineText({ mark, text }: Headline): string {
  return `${mark.text} ${spansText(text)}`;
}

function spansText(run: readonly Span[]): string {
  return inText(run.map(({ text }) => text).join(''));
}

function blockText({ headline, walk, same, ending }: Block): string[] {
  return [
    ...(headline === undefined ? [] : [headlineText(headline)]),
    ...walk.flatMap(sideText),
    ...(same === undefined ? [] : [inText(same)]),
    ...ending.flatMap(entryText),
  ];
}

function sideText({ title, steps }: WalkSide): string[] {
  const parts: string[] = [spansText(title)];
  let list: string[] = [];
  for (const { mark, name, text, evidence } of steps) {
    list.push(`- ${mark.text} ${name}: ${inText(text)}`);
    if (evidence.length === 0) continue;
    parts.push(list.join('\n'), ...evidence.flatMap(exhibitText));
    list = [];
  }
  return list.length === 0 ? parts : [...parts, list.join('\n')];
}

function entryText({ label, told }: Entry): string[] {
  return told.flatMap((each, at) => toldText(each, at === 0 ? `**${label}** ` : ''));
}

function toldText(told: Told, label: string): string[] {
  switch (told.kind) {
    case 'prose':
      return [`${label}${spansText(told.text)}`];
    case 'literal':
      return [...(label === '' ? [] : [label.trim()]), codeBlock(told.text)];
    case 'exhibit':
      return exhibitText(told.evidence);
  }
}

function exhibitText(evidence: EvidenceRecord): string[] {
  const { place, note, lines } = exhibitParts(evidence);
  const where = `${inCode(place)} ${inCode(evidence.pointer)}${note === '' ? '' : ` (${inText(note)})`}`;
  return [where, ...(lines.length === 0 ? [] : [codeBlock(lines.join('\n'), 'json')])];
}
