import type { CauseRecord, EdgeRecord, EndpointRecord, FindingRecord } from '../../inspection/edge-record.ts';
import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import type { CauseFinding, Missing } from '../../verdict/model.ts';
import { span } from '../text/ink.ts';
import { spans } from '../text/page.ts';
import type { Check, Entry, Told } from './account.ts';
import { symptomText } from './symptom-text.ts';

/** What follows from the walk: causes, what the application sees, the fix, what is missing and what is not it. */
export function endingOf(edge: EdgeRecord, endpoint: EndpointRecord, check: Check | undefined): Entry[] {
  const { causes, symptom, findings, unseen, missing, ruledOut } = endpoint;
  const sees = symptom === undefined ? [] : symptomText(symptom, edge.from.name, endpoint.server?.name);
  const shown = new Set(
    (endpoint.steps ?? []).flatMap((step) => step.evidence.map((each) => `${each.source} ${each.pointer}`)),
  );
  const explaining = causes.filter(({ effect }) => effect !== 'notice');
  const entries = [
    ...findings.filter(({ code }) => spoils(code)).map((finding) => note('Beware', finding)),
    entry('Agreed', ...agreed(endpoint, edge.from).map(prose)),
    ...explaining.map((each, at) => cause(at === 0 ? 'Cause' : 'Also', each, shown)),
    entry('The app sees', ...sees.map(prose)),
    ...fixes(explaining),
    entry('Missing', ...missing.flatMap(missingTold)),
    entry('Not seen', ...(unseen.length === 0 ? [] : [prose(unseenText(unseen))])),
    ...causes.filter(({ effect }) => effect === 'notice').map((each) => cause('Note', each, shown)),
    ...findings.filter(({ code }) => !spoils(code)).map((finding) => note('Note', finding)),
    entry('Ruled out', ...(ruledOut.length === 0 ? [] : [prose(ruledOut.join('; '))])),
    entry(
      'Check it',
      ...(check?.text === undefined ? [] : [prose(check.text)]),
      ...(check === undefined ? [] : [literal(check.command)]),
    ),
  ];
  return entries.filter(({ told }) => told.length > 0);
}

function entry(label: string, ...told: readonly Told[]): Entry {
  return { label, told };
}

function prose(text: string): Told {
  return { kind: 'prose', text: spans(text) };
}

/** Something to paste. */
function literal(text: string): Told {
  return { kind: 'literal', text };
}

function exhibit(evidence: EvidenceRecord): Told {
  return { kind: 'exhibit', evidence };
}

/** The connection stands, and the request fails all the same. */
function spoils(code: FindingRecord['code']): boolean {
  return code === 'rbac-denies' || code === 'protocol-breaks';
}

function note(label: string, { text, evidence }: FindingRecord): Entry {
  return entry(label, prose(text), ...evidence.map(exhibit));
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

const confidence = {
  proven: 'proven',
  consistent: 'consistent with everything that was read',
  possible: 'possible; what was read does not tell',
} as const satisfies Record<CauseFinding['confidence'], string>;

function cause(label: string, found: CauseRecord, shown: ReadonlySet<string>): Entry {
  const news = found.evidence.filter((each) => !shown.has(`${each.source} ${each.pointer}`));
  const sure = span(`(${confidence[found.confidence]})`, 'dim');
  const text = spans(span(found.code, 'strong'), `: ${found.text.replace(/\.$/u, '')} `, sure);
  return entry(label, { kind: 'prose', text }, ...news.map(exhibit));
}

/** All ways out of the primary cause, of each other one the first that can be pasted. */
function fixes(causes: readonly CauseRecord[]): Entry[] {
  const given = causes.flatMap(({ fix }, at) => (at === 0 ? fix : firstToPaste(fix)));
  const all = given.filter((fix, at) => given.findIndex((other) => toPaste(other) === toPaste(fix)) === at);
  return all.map(({ text, yaml, command }, at) =>
    entry(at === 0 ? 'Fix' : '', prose(text), ...[yaml, command].filter((each) => each !== undefined).map(literal)),
  );
}

function firstToPaste(ways: CauseRecord['fix']): CauseRecord['fix'] {
  const at = ways.findIndex(({ yaml, command }) => yaml !== undefined || command !== undefined);
  return ways.slice(Math.max(at, 0)).slice(0, 1);
}

function toPaste({ text, yaml, command }: CauseRecord['fix'][number]): string {
  return [yaml, command].every((each) => each === undefined) ? text : `${yaml ?? ''}\n${command ?? ''}`;
}

function missingTold({ what, decides, command }: Missing): Told[] {
  return [prose(`${what}: ${decides}`), literal(command)];
}

function unseenText(unseen: readonly string[]): string {
  return `${unseen.join(', ')}: the verdict stands on what both sides are configured to do`;
}
