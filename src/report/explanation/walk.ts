import type { EndpointRecord, StepRecord } from '../../inspection/edge-record.ts';
import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import type { Acceptance, Peer } from '../../verdict/model.ts';
import { span, type Span } from '../text/ink.ts';
import { spans } from '../text/page.ts';

/** The steps on one side of the connection. */
export interface WalkSide {
  readonly title: readonly Span[];
  readonly steps: readonly ToldStep[];
}

export interface ToldStep {
  readonly mark: Span;
  readonly name: string;
  readonly text: string;
  /** Only of the steps that decide. */
  readonly evidence: readonly EvidenceRecord[];
}

/** The walk through both proxies, step by step, with the evidence of the steps that decide. */
export function walkOf(from: Peer, { steps = [], server, acceptance }: EndpointRecord): WalkSide[] {
  const sides = [
    side('client', peerTitle(from, 'the client', undefined), steps),
    side('server', peerTitle(server, 'the server', acceptance), steps),
  ];
  return sides.filter((each) => each.steps.length > 0);
}

function side(which: StepRecord['side'], title: readonly Span[], steps: readonly StepRecord[]): WalkSide {
  return { title, steps: steps.filter((step) => step.side === which).map(toldStep) };
}

function peerTitle(peer: Peer | undefined, role: string, acceptance: Acceptance | undefined): readonly Span[] {
  if (peer === undefined) return spans(role);
  if (peer.name === 'outside') return spans(span('outside', 'strong'), `, a client that has no proxy`);
  const place = peer.namespace === '' ? '' : ` (${peer.namespace})`;
  const bare = acceptance?.kind === 'no-proxy' && acceptance.known;
  const unread = bare ? ', which has no proxy' : peer.proxy === undefined ? ', of which no dump was read' : '';
  return spans(span(peer.name, 'strong'), `${place}, ${role}${unread}`);
}

function toldStep({ name, passed, text, evidence }: StepRecord): ToldStep {
  const mark = passed === undefined ? span('?', 'doubt') : passed ? span('✓', 'good') : span('✗', 'bad');
  // Evidence that was looked up decides; the rest is for programs.
  return { mark, name, text, evidence: evidence.filter(({ line }) => line !== undefined) };
}
