/** The server's steps in words: listener, what its chain accepts, certificates. */
import { evidence, type Evidence } from '../evidence.ts';
import type { Listener } from '../envoy/model.ts';
import type { Receiving, Trace } from '../edge/model.ts';
import { serverModeOf, type ServerMode } from '../istio/server-mode.ts';
import { demandOf } from './acceptance.ts';
import type { Step } from './model.ts';
import { certificatesStep } from './steps-certificates.ts';
import { refusalOf } from './steps-refusal.ts';
import { chainEvidence } from './tls-places.ts';

/** What the server's proxy does, step by step; empty when the walk never got there. */
export function serverSteps(trace: Trace): readonly Step[] {
  const receiving = trace.tunnel?.receiving ?? trace.receiving;
  if (receiving === undefined || trace.target?.known === 'unlisted') return [];
  if (trace.sending?.unknown !== undefined) return whatItTakes(trace, receiving);
  if (receiving.proxy === undefined) return [withoutDump(receiving, trace)];
  if (receiving.absent !== undefined) return [notTaken(receiving, trace)];
  if (receiving.listener === undefined) return [step('listener', undefined, 'its listeners were not seen', [])];
  const steps = [listenerStep(trace, receiving.listener, receiving), acceptsStep(trace, receiving, receiving.listener)];
  const certificates = certificatesStep(trace, receiving);
  return certificates === undefined ? steps : [...steps, certificates];
}

function step(name: Step['name'], passed: boolean | undefined, text: string, shown: readonly Evidence[]): Step {
  return { side: 'server', name, passed, text, evidence: shown };
}

/** What is sent is not known, but what is taken is: that tells what the missing evidence would decide. */
function whatItTakes(trace: Trace, receiving: Receiving): readonly Step[] {
  const port = trace.target?.address.port ?? 0;
  const mode = receiving.proxy === undefined ? undefined : serverModeOf(receiving.proxy, port);
  const [chain] = mode?.chains ?? [];
  if (mode === undefined || chain === undefined) return [];
  return [
    step('listener', true, `${mode.listener.name} takes port ${port}`, [evidence(mode.listener.place, '/name')]),
    step('accepts', undefined, `${modeWords(mode.mode)} on ${port}`, [chainEvidence(mode.listener, chain)]),
  ];
}

function modeWords(mode: ServerMode): string {
  switch (mode) {
    case 'STRICT':
      return 'mutual TLS only';
    case 'PERMISSIVE':
      return 'mutual TLS and plaintext alike';
    case 'DISABLE':
      return 'plaintext only';
    default:
      return mode.replace(/^mixed: /u, '');
  }
}

function withoutDump(receiving: Receiving, trace: Trace): Step {
  if (receiving.hasProxy === false) {
    const failed = trace.decision.kind === 'tls-at-plaintext-chain' || trace.decision.kind === 'tls-at-application';
    const presumed = receiving.presumed === true ? 'no dump shows a proxy of its own' : 'it has no proxy';
    return step('accepts', !failed, `${presumed}: what the application itself speaks is what it takes`, []);
  }
  if (trace.decision.kind === 'tunnel') return step('accepts', true, 'ztunnel takes HBONE for this pod', []);
  const marked =
    receiving.hasProxy === true ? 'it has a proxy, but no dump of it was read' : 'no dump tells whether it has a proxy';
  return step('accepts', undefined, marked, []);
}

function notTaken(receiving: Receiving, trace: Trace): Step {
  const port = trace.target?.address.port ?? 0;
  return receiving.absent === 'no-listener'
    ? step('listener', false, `nothing listens on port ${port}`, [])
    : step('listener', true, `port ${port} is not taken over by the proxy: the application answers itself`, []);
}

function portOf(trace: Trace, receiving: Receiving): number {
  const detected = receiving.detection?.kind === 'detected' ? receiving.detection.destination?.port : undefined;
  return detected ?? trace.target?.address.port ?? 0;
}

function listenerStep(trace: Trace, listener: Listener, receiving: Receiving): Step {
  const from = receiving.handedFrom === undefined ? '' : `, handed over by ${receiving.handedFrom.name}`;
  return step('listener', true, `${listener.name} takes port ${portOf(trace, receiving)}${from}`, [
    evidence(listener.place, '/name'),
  ]);
}

function acceptsStep(trace: Trace, receiving: Receiving, listener: Listener): Step {
  const port = portOf(trace, receiving);
  const { decision } = trace;
  if (receiving.detection?.kind === 'stalled') return stalledStep(listener, receiving.detection.timeout);
  if (receiving.detection?.kind === 'closed') {
    return step('accepts', false, `closes the connection: ${receiving.detection.reason}`, [
      evidence(listener.place, '/listener_filters'),
    ]);
  }
  const { selection } = receiving;
  if (selection?.kind === 'none') {
    const refusal = refusalOf(trace, listener, port, selection.narrowedBy);
    return step('accepts', false, refusal.text, refusal.evidence);
  }
  if (selection?.kind !== 'chain') return step('accepts', undefined, 'which chain takes it could not be told', []);
  const { chain } = selection;
  const at = [chainEvidence(listener, chain)];
  if (decision.kind === 'plaintext-at-tls-chain') {
    return step('accepts', false, `only TLS on ${port}: the chain that takes it ${demandWords(receiving)}`, at);
  }
  if (decision.kind === 'tls-at-plaintext-chain') {
    return step('accepts', false, `no TLS on ${port}: the chain that takes it has no transport socket`, at);
  }
  const mode = receiving.proxy === undefined ? undefined : serverModeOf(receiving.proxy, port)?.mode;
  if (receiving.tls !== undefined) {
    const beside = mode === 'PERMISSIVE' ? ' (another chain takes plaintext: PERMISSIVE)' : '';
    return step('accepts', true, `TLS on ${port}: the chain ${demandWords(receiving)}${beside}`, at);
  }
  if (decision.kind === 'app-tls') return step('accepts', true, `any TLS on ${port}, and forwards it untouched`, at);
  const beside = mode === 'PERMISSIVE' ? ' (another chain takes mutual TLS: PERMISSIVE)' : '';
  return step('accepts', true, `plaintext on ${port}${beside}`, at);
}

/** Whoever waits for the client's first bytes: an inspector, and how long it has been given. */
function stalledStep(listener: Listener, timeout: number): Step {
  const inspector = listener.listenerFilters.findIndex(
    ({ kind }) => kind === 'tls_inspector' || kind === 'http_inspector',
  );
  const at = inspector < 0 ? '/listener_filters' : `/listener_filters/${inspector}/name`;
  const patience = timeout === 0 ? 'for ever' : `for ${timeout / 1000} s`;
  const text = `waits ${patience} for the client's first bytes before it chooses a chain, and the client waits for the server`;
  const limit = timeout === 0 ? '0 is without an end' : 'then it closes the connection';
  return step('accepts', false, text, [
    evidence(listener.place, at),
    evidence(listener.place, '/listener_filters_timeout', limit),
  ]);
}

function demandWords(receiving: Receiving): string {
  switch (demandOf(receiving)) {
    case 'required':
      return 'demands a client certificate';
    case 'requested':
      return 'asks for a client certificate but goes on without one';
    case 'no':
      return 'asks for no client certificate';
  }
}
