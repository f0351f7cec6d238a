import type { CauseRecord, EdgeRecord, EndpointRecord, FindingRecord } from '../../inspection/edge-record.ts';
import type { CauseFinding, Missing } from '../../verdict/model.ts';
import { printable } from '../../printable.ts';
import { span, type Span } from '../text/ink.ts';
import { paint, spans, type Page } from '../text/page.ts';
import { hang } from '../text/wrap.ts';
import type { Check } from './explanation.ts';
import { exhibit } from './exhibit.ts';
import { symptomText } from './symptom-text.ts';

const column = 16;

/** What follows from the walk: causes, what the application sees, the fix, what is missing and what is not it. */
export function ending(page: Page, edge: EdgeRecord, endpoint: EndpointRecord, check: Check | undefined): string[] {
  const { causes, symptom, findings, unseen, missing, ruledOut } = endpoint;
  const sees = symptom === undefined ? [] : symptomText(symptom, edge.from.name, endpoint.server?.name);
  const shown = new Set(
    (endpoint.steps ?? []).flatMap((step) => step.evidence.map((each) => `${each.source} ${each.pointer}`)),
  );
  return [
    ...findings.filter(({ code }) => spoils(code)).flatMap((finding) => note(page, 'Beware', finding)),
    ...agreed(endpoint, edge.from).flatMap((text, at) => entry(page, at === 0 ? 'Agreed' : '', spans(text))),
    ...causes.flatMap((each, at) => cause(page, each, at, shown)),
    ...sees.flatMap((text, at) => entry(page, at === 0 ? 'The app sees' : '', spans(text))),
    ...fixes(page, causes),
    ...missing.flatMap((each, at) => missingEntry(page, each, at)),
    ...(unseen.length === 0 ? [] : entry(page, 'Not seen', spans(unseenText(unseen)))),
    ...findings.filter(({ code }) => !spoils(code)).flatMap((finding) => note(page, 'Note', finding)),
    ...(ruledOut.length === 0 ? [] : entry(page, 'Ruled out', spans(ruledOut.join('; ')))),
    ...(check === undefined ? [] : checkEntry(page, check)),
  ];
}

/** The connection stands, and the request fails all the same. */
function spoils(code: FindingRecord['code']): boolean {
  return code === 'rbac-denies' || code === 'protocol-breaks';
}

function note(page: Page, label: string, { text, evidence }: FindingRecord): string[] {
  return [...entry(page, label, spans(text)), ...evidence.flatMap((each) => exhibit(page, each, column))];
}

/** What a handshake came to, and who the two sides are to each other. */
function agreed({ tls, outcome, server }: EndpointRecord, from: EdgeRecord['from']): string[] {
  if (tls === undefined || (outcome !== 'mtls' && outcome !== 'tls')) return [];
  const alpn = tls.alpn === '' ? 'no ALPN' : `ALPN ${tls.alpn}`;
  const version = tls.version === undefined ? 'TLS' : tls.version.replace('_', '.').replace('TLSv', 'TLS ');
  const peers = [from, server].flatMap((peer) =>
    peer?.identity === undefined ? [] : [`${peer.name} is ${peer.identity}`],
  );
  return [`${version}, ${alpn}`, ...(outcome === 'mtls' ? peers : [])];
}

function entry(page: Page, label: string, text: readonly Span[]): string[] {
  return hang(page, spans('  ', span(label, 'strong')), text, column);
}

/** Something to paste: never wrapped. */
function literal(page: Page, label: string, text: string, extra = 0): string[] {
  const lines = printable(text.replace(/\n$/u, '')).split('\n');
  return lines.map((line, at) => {
    const head = at === 0 ? label : '';
    const fill = ' '.repeat(Math.max(column + extra - 2 - head.length, 1));
    return paint(page, spans('  ', span(head, 'strong'), fill, span(line, 'code')));
  });
}

const confidence = {
  proven: 'proven',
  consistent: 'consistent with everything that was read',
  possible: 'possible; what was read does not tell',
} as const satisfies Record<CauseFinding['confidence'], string>;

function cause(page: Page, found: CauseRecord, at: number, shown: ReadonlySet<string>): string[] {
  const label = at === 0 ? 'Cause' : 'Also';
  const news = found.evidence.filter((each) => !shown.has(`${each.source} ${each.pointer}`));
  const sure = span(`(${confidence[found.confidence]})`, 'dim');
  return [
    ...entry(page, label, spans(span(found.code, 'strong'), `: ${found.text.replace(/\.$/u, '')} `, sure)),
    ...news.flatMap((each) => exhibit(page, each, column)),
  ];
}

function fixes(page: Page, causes: readonly CauseRecord[]): string[] {
  const all = causes.flatMap((found) => found.fix);
  return all.flatMap(({ text, yaml, command }, at) => [
    ...entry(page, at === 0 ? 'Fix' : 'or', spans(text)),
    ...(yaml === undefined ? [] : literal(page, '', yaml, 2)),
    ...(command === undefined ? [] : literal(page, '', command, 2)),
  ]);
}

function missingEntry(page: Page, { what, decides, command }: Missing, at: number): string[] {
  return [...entry(page, at === 0 ? 'Missing' : '', spans(`${what}: ${decides}`)), ...literal(page, '', command, 2)];
}

function checkEntry(page: Page, { text, command }: Check): string[] {
  if (text === undefined) return literal(page, 'Check it', command);
  return [...entry(page, 'Check it', spans(text)), ...literal(page, '', command, 2)];
}

function unseenText(unseen: readonly string[]): string {
  return `${unseen.join(', ')}: the verdict stands on what both sides are configured to do`;
}
