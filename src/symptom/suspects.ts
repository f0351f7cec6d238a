/** The edges of a mesh that a sighting may be about, and why they end as they do. */
import { causes } from '../cause/causes.ts';
import { causesOf } from '../cause/causes-of.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { traceEdge } from '../edge/trace.ts';
import type { CauseFinding, EndpointVerdict, Outcome, Peer } from '../verdict/model.ts';
import { clientPeer } from '../verdict/peers.ts';
import { verdictOf } from '../verdict/verdict.ts';
import type { Failure } from './failure-kind.ts';
import { observationOf } from './observation-of.ts';
import { predictedKinds } from './predicted.ts';
import { namesEdge, seenEdges } from './seen-edges.ts';
import type { Sighting } from './sighting.ts';

export interface Suspect {
  readonly from: Peer;
  /** `host:port`. */
  readonly to: string;
  /** `ip:port`. */
  readonly endpoint?: string;
  readonly outcome: Outcome;
  readonly causes: readonly CauseFinding[];
}

export interface Suspects {
  /** Edges that, by these dumps, end as was seen. */
  readonly fitting: readonly Suspect[];
  /** Edges that the sighting names, and that should end otherwise. */
  readonly others: readonly Suspect[];
}

/** Judges every edge that a sighting may be about. Edges that it does not name and that do not fit are left out. */
export function suspectsOf(mesh: Mesh, sighting: Sighting, failure: Failure): Suspects {
  const fitting = new Map<string, Suspect>();
  const others = new Map<string, Suspect>();
  const isNamed = namesEdge(sighting);
  for (const question of spokenTo(seenEdges(mesh, sighting), failure)) {
    for (const { suspect, isFitting } of judged(mesh, question, sighting, failure)) {
      const key = `${suspect.from.name} ${suspect.to} ${suspect.endpoint ?? ''}`;
      if (isFitting && !fitting.has(key)) fitting.set(key, suspect);
      else if (!isFitting && isNamed) others.set(key, suspect);
    }
  }
  for (const key of fitting.keys()) others.delete(key);
  return { fitting: [...fitting.values()], others: [...others.values()] };
}

/** What the application speaks is in no dump: where the failure needs something else than usual, that is asked too. */
function* spokenTo(questions: Iterable<EdgeQuestion>, { kind }: Failure): Generator<EdgeQuestion> {
  const speaks = needed.get(kind);
  for (const question of questions) {
    yield question;
    if (speaks !== undefined && speaks !== question.speaks) yield { ...question, speaks };
  }
}

const needed = new Map<string, EdgeQuestion['speaks']>([
  ['hang', 'server-first'],
  ['no-client-certificate', 'tls'],
  ['no-filter-chain', 'tls'],
]);

function judged(
  mesh: Mesh,
  question: EdgeQuestion,
  sighting: Sighting,
  failure: Failure,
): readonly { readonly suspect: Suspect; readonly isFitting: boolean }[] {
  // Words that name no edge say nothing of an edge that works.
  const observed = namesEdge(sighting) ? { observed: observationOf(sighting) } : {};
  return traceEdge(mesh, question).flatMap((trace) => {
    const verdict = verdictOf(trace, { strictEvidence: false });
    if (!isSeen(verdict, sighting)) return [];
    const { outcome, endpoint } = verdict;
    const found = causesOf({ mesh, trace, outcome, ...observed });
    const { host } = trace.path.destination;
    const suspect = {
      from: clientPeer(trace),
      to: `${host.includes(':') ? `[${host}]` : host}:${question.port}`,
      ...(endpoint !== undefined && { endpoint }),
      outcome,
      causes: found,
    };
    return [{ suspect, isFitting: fits(failure, verdict, found) && agrees(sighting, verdict) }];
  });
}

/** What the caller got, where it was said: an exit of curl, or a status. */
function agrees({ form, curlExit, status }: Sighting, { symptom }: EndpointVerdict): boolean {
  if (symptom === undefined || form === 'access-log') return true;
  return (
    (curlExit === undefined || symptom.curlExit === undefined || symptom.curlExit === curlExit) &&
    (status === undefined || symptom.status === undefined || symptom.status === status)
  );
}

/** The cluster and endpoint of the client's log. */
function isSeen({ cluster, endpoint }: EndpointVerdict, { edge, side }: Sighting): boolean {
  if (side !== 'client') return true;
  return (
    (edge.cluster === undefined || cluster === undefined || cluster === edge.cluster) &&
    (edge.upstream === undefined || endpoint === undefined || endpoint === edge.upstream)
  );
}

/** Causes that show in what was seen, and not in whether the connection stands. */
const observing = new Set(causes.filter(({ reads }) => reads.includes('observed')).map(({ code }) => code));

/** How a proxy tells of these two depends on when the other side hangs up. */
const vague: readonly string[] = ['closed', 'not-connected'];

function fits(
  { kind, causes: leading }: Failure,
  { outcome, symptom, findings }: EndpointVerdict,
  found: readonly CauseFinding[],
): boolean {
  if (outcome === 'fails') {
    const predicted = symptom === undefined ? new Set<string>() : predictedKinds(symptom);
    return predicted.has(kind) || (vague.includes(kind) && vague.some((each) => predicted.has(each)));
  }
  if (kind === 'not-encrypted') return outcome === 'plaintext';
  if (kind === 'denied') return findings.some(({ code }) => code === 'rbac-denies');
  return found.some(({ code }) => observing.has(code) && leading.includes(code));
}
