import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import { span } from '../text/ink.ts';
import { columns, paint, spans, type Page } from '../text/page.ts';
import { hang, pieces } from '../text/wrap.ts';
import { exhibitParts } from './exhibit-parts.ts';

/** A line of a dump is cut here in a pipe; a certificate on one line helps nobody. */
const longestLine = 160;

/** A piece of evidence: where it stands, why it is shown, and the lines themselves. */
export function exhibit(page: Page, evidence: EvidenceRecord, indent: number): string[] {
  const { place, note, lines } = exhibitParts(evidence);
  const inner = indent + 2;
  const room = page.width === undefined ? longestLine : Math.max(page.width - inner, 20);
  return [
    ...hang(page, [], spans(span(place, 'code'), '  ', span(evidence.pointer, 'dim')), indent),
    ...(note === '' ? [] : hang(page, [], spans(span(`(${note})`, 'dim')), indent)),
    ...lines.map((line) => paint(page, [span(' '.repeat(inner)), span(cut(page, line, room))])),
  ];
}

function cut(page: Page, line: string, room: number): string {
  if (columns(page, [span(line)]) <= room) return line;
  const [start] = pieces({ ...page, width: room }, [span(line)], room - 1);
  return `${start?.text ?? ''}…`;
}
