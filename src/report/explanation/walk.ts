import type { EndpointRecord, StepRecord } from '../../inspection/edge-record.ts';
import type { Acceptance, Peer } from '../../verdict/model.ts';
import { span, type Span } from '../text/ink.ts';
import { spans, type Page } from '../text/page.ts';
import { hang } from '../text/wrap.ts';
import { exhibit } from './exhibit.ts';

/** Where the text of a step begins: four of indentation, the mark, the longest name that is common, a gap. */
const column = 19;

/** The walk through both proxies, step by step, with the evidence of the steps that decide. */
export function walk(page: Page, from: Peer, endpoint: EndpointRecord): string[] {
  const steps = endpoint.steps ?? [];
  return [
    ...side(
      page,
      peerTitle(from, 'the client', undefined),
      steps.filter((step) => step.side === 'client'),
    ),
    ...side(
      page,
      peerTitle(endpoint.server, 'the server', endpoint.acceptance),
      steps.filter((step) => step.side === 'server'),
    ),
  ];
}

function side(page: Page, title: readonly Span[], steps: readonly StepRecord[]): string[] {
  return steps.length === 0 ? [] : [...hang(page, [], title, 2), ...steps.flatMap((each) => stepLines(page, each))];
}

function peerTitle(peer: Peer | undefined, role: string, acceptance: Acceptance | undefined): readonly Span[] {
  if (peer === undefined) return spans(role);
  if (peer.name === 'outside') return spans(span('outside', 'strong'), `, a client that has no proxy`);
  const place = peer.namespace === '' ? '' : ` (${peer.namespace})`;
  const bare = acceptance?.kind === 'no-proxy' && acceptance.known;
  const unread = bare ? ', which has no proxy' : peer.proxy === undefined ? ', of which no dump was read' : '';
  return spans(span(peer.name, 'strong'), `${place}, ${role}${unread}`);
}

function stepLines(page: Page, { name, passed, text, evidence }: StepRecord): string[] {
  const [mark, tone] =
    passed === undefined ? (['?', 'doubt'] as const) : passed ? (['✓', 'good'] as const) : (['✗', 'bad'] as const);
  const lines = hang(page, spans('    ', span(mark, tone), ` ${name}`), spans(text), column);
  // Evidence that was looked up decides; the rest is for programs.
  const shown = evidence.filter(({ line }) => line !== undefined);
  return [...lines, ...shown.flatMap((each) => exhibit(page, each, column))];
}
