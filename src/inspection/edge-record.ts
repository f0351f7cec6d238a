import { present } from '../envoy/present.ts';
import type { Evidence } from '../evidence.ts';
import type { CauseFinding, EndpointVerdict, Finding, Step, Verdict } from '../verdict/model.ts';
import type { TlsCheck } from './tls-check.ts';
import { lookedUp, pointTo, type EvidenceRecord, type LookUp } from './evidence-record.ts';

/** A part of a verdict as a document shows it: the same, with its evidence looked up. */
type Recorded<Part extends { readonly evidence: readonly Evidence[] }> = Omit<Part, 'evidence'> & {
  readonly evidence: readonly EvidenceRecord[];
};

export type StepRecord = Recorded<Step>;
export type CauseRecord = Recorded<CauseFinding>;
export type FindingRecord = Recorded<Finding>;

/** What is said of one endpoint of an edge. */
export interface EndpointRecord extends Omit<EndpointVerdict, 'steps' | 'causes' | 'findings'> {
  /** The walk, step by step; left out where many edges are listed. */
  readonly steps?: readonly StepRecord[];
  readonly causes: readonly CauseRecord[];
  readonly findings: readonly FindingRecord[];
}

/** An edge and its verdict: what was asked, the outcome, and why, for each endpoint. */
export interface EdgeRecord extends Omit<Verdict, 'endpoints'> {
  readonly kind: 'edge';
  /** Where many edges are listed: the columns of `istioctl authn tls-check`. */
  readonly tlsCheck?: TlsCheck;
  readonly endpoints: readonly EndpointRecord[];
}

/** A verdict with its walk; the evidence that decides is looked up in its source. */
export async function explainedEdge(verdict: Verdict, lookUp: LookUp): Promise<EdgeRecord> {
  const look = (evidence: Evidence): Promise<EvidenceRecord> => lookedUp(evidence, lookUp);
  const endpoints = await Promise.all(
    verdict.endpoints.map(async (endpoint) => {
      const deciding = decidingSteps(endpoint.steps);
      return {
        ...outline(endpoint),
        steps: await recorded(endpoint.steps, (step) => (deciding.includes(step) ? look : point)),
        causes: await recorded(endpoint.causes, () => look),
        findings: await recorded(endpoint.findings, () => look),
      };
    }),
  );
  return edge(verdict, endpoints);
}

/** A verdict as one line among many: no walk, and evidence by its place alone. */
export function listedEdge(verdict: Verdict, tlsCheck: TlsCheck): EdgeRecord {
  return { ...edge(verdict, verdict.endpoints.map(outline)), tlsCheck };
}

function edge({ question, from, to, outcome }: Verdict, endpoints: readonly EndpointRecord[]): EdgeRecord {
  return { kind: 'edge', question, from, to, outcome, endpoints };
}

/** Field by field, so that nothing reaches a document unasked. */
function outline(verdict: EndpointVerdict): EndpointRecord {
  const { endpoint, cluster, subset, weight, server, outcome, because } = verdict;
  const { offer, acceptance, tls, symptom, unseen, missing, ruledOut } = verdict;
  return {
    ...present({ endpoint, cluster, subset, weight, server, outcome, because }),
    ...present({ offer, acceptance, tls, symptom }),
    causes: verdict.causes.map((cause) => ({ ...cause, evidence: cause.evidence.map(pointTo) })),
    findings: verdict.findings.map((finding) => ({ ...finding, evidence: finding.evidence.map(pointTo) })),
    unseen,
    missing,
    ruledOut,
  };
}

function point(evidence: Evidence): Promise<EvidenceRecord> {
  return Promise.resolve(pointTo(evidence));
}

type Walked = Pick<Step, 'name' | 'passed'>;

/** What the two sides say to each other, and what made the client say it. */
const conversation: ReadonlySet<Step['name']> = new Set(['endpoint', 'sends', 'accepts']);

/**
 * The steps that decide, whose evidence is shown: the one that failed or could not be told; and where the two
 * sides do or do not fit each other, what each of them says.
 */
export function decidingSteps<Some extends Walked>(steps: readonly Some[]): readonly Some[] {
  const failed = steps.filter(({ passed }) => passed !== true);
  const elsewhere = failed.some(({ name, passed }) => passed === false && !conversation.has(name));
  return elsewhere ? failed : steps.filter(({ name, passed }) => passed !== true || conversation.has(name));
}

function recorded<Part extends { readonly evidence: readonly Evidence[] }>(
  parts: readonly Part[],
  by: (part: Part) => (evidence: Evidence) => Promise<EvidenceRecord>,
): Promise<Recorded<Part>[]> {
  return Promise.all(
    parts.map(async (part) => ({ ...part, evidence: await Promise.all(part.evidence.map(by(part))) })),
  );
}
