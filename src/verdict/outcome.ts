/** From what decided to one of the six words, and from endpoints to an edge. */
import type { Decision, Trace } from '../edge/model.ts';
import type { EndpointVerdict, Outcome, RolledUpOutcome } from './model.ts';

/** The outcome of one connection. With `strictEvidence` a handshake with unseen certificates is undecided. */
export function outcomeOf(trace: Trace, strictEvidence: boolean): Outcome {
  const outcome = outcomeOfDecision(trace.decision);
  const unseen = trace.handshake?.kind === 'complete' && trace.handshake.unseen.length > 0;
  return strictEvidence && unseen && (outcome === 'mtls' || outcome === 'tls') ? 'undecided' : outcome;
}

function outcomeOfDecision(decision: Decision): Outcome {
  switch (decision.kind) {
    case 'plaintext':
      return 'plaintext';
    case 'app-tls':
      return 'app-tls';
    case 'handshake':
    case 'tunnel':
      return decision.mutual ? 'mtls' : 'tls';
    case 'stopped':
      return decision.stop.kind === 'unknown' ? 'undecided' : 'fails';
    case 'tls-at-application':
      return decision.trust === 'nothing' ? 'tls' : decision.trust === 'mesh' ? 'fails' : 'undecided';
    case 'unknown':
      return 'undecided';
    case 'handshake-fails':
    case 'plaintext-at-tls-chain':
    case 'plaintext-no-chain':
    case 'tls-at-plaintext-chain':
    case 'tls-no-chain':
    case 'stalled':
    case 'refused':
    case 'closed':
      return 'fails';
  }
}

/** One outcome where all endpoints agree, else `mixed`. */
export function rollUp(endpoints: readonly Pick<EndpointVerdict, 'outcome'>[]): RolledUpOutcome {
  const outcomes = new Set(endpoints.map((endpoint) => endpoint.outcome));
  const [only] = outcomes;
  if (only === undefined) return 'undecided';
  return outcomes.size === 1 ? only : 'mixed';
}
