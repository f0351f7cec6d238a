/** A prediction as `whatif -o json` prints it (`schema/diff.schema.json`). */
import type { EdgeChange, EdgeState } from '../compare/model.ts';
import type { Evidence } from '../evidence.ts';
import { lookedUp, type EvidenceRecord, type LookUp } from '../inspection/evidence-record.ts';
import { version } from '../version.ts';
import type { Outcome, PolicyRef, WhatIf } from '../whatif/model.ts';
import { effectOf, type Effect } from './importance.ts';
import type { OutsideChange } from './outside-callers.ts';

/** What became of a resource. */
export interface ResourceRecord {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Where it stands; absent for deletions. */
  readonly at?: EvidenceRecord;
  readonly outcome: Outcome['kind'];
  readonly change?: 'added' | 'changed' | 'deleted';
  /** Why it was not applied, or changes nothing. */
  readonly reason?: string;
}

/** What the configuration would say otherwise; `after` stands in the resources. */
export interface ReasonRecord {
  readonly text: string;
  readonly before: readonly EvidenceRecord[];
  readonly after: readonly EvidenceRecord[];
}

export interface PredictedState extends Omit<EdgeState, 'causes'> {
  readonly causes: readonly { readonly code: string; readonly text: string }[];
}

export interface PredictedEdge extends Omit<EdgeChange, 'before' | 'after' | 'because'> {
  readonly before: PredictedState | null;
  readonly after: PredictedState | null;
  readonly because: readonly ReasonRecord[];
}

export interface PredictionDocument {
  /** Of this format: a number is added to when something is taken away or changes its meaning. */
  readonly formatVersion: 1;
  readonly tool: { readonly name: 'mtlscope'; readonly version: string };
  /** How often an edge changes in each way. */
  readonly summary: Readonly<Partial<Record<Effect, number>>>;
  /** The gravest first. */
  readonly edges: readonly PredictedEdge[];
  /** Endpoints that treat callers without a proxy otherwise, whoever these are. */
  readonly outside: readonly OutsideChange[];
  readonly resources: readonly ResourceRecord[];
  /** What had to be taken for granted of what is in force, one sentence each. */
  readonly assumptions: readonly string[];
}

/** Puts a prediction into its document; `lookUp` finds places of policies and of dumps. */
export async function predictionDocument(
  { outcomes, assumptions }: Pick<WhatIf, 'outcomes' | 'assumptions'>,
  edges: readonly EdgeChange[],
  outside: readonly OutsideChange[],
  lookUp: LookUp,
): Promise<PredictionDocument> {
  const find = oncePerPlace(lookUp);
  const summary: Partial<Record<Effect, number>> = {};
  for (const edge of edges) summary[effectOf(edge)] = (summary[effectOf(edge)] ?? 0) + 1;
  return {
    formatVersion: 1,
    tool: { name: 'mtlscope', version },
    summary,
    edges: await Promise.all(edges.map((edge) => edgeRecord(edge, find))),
    outside,
    resources: await Promise.all(outcomes.map((each) => resourceRecord(each, find))),
    assumptions,
  };
}

async function edgeRecord({ before, after, because, ...edge }: EdgeChange, find: LookUpRecord): Promise<PredictedEdge> {
  const found = because.map(async ({ text, before: old, after: fresh }) => ({
    text,
    before: await Promise.all(old.map(find)),
    after: await Promise.all(fresh.map(find)),
  }));
  return { ...edge, before: stateRecord(before), after: stateRecord(after), because: await Promise.all(found) };
}

function stateRecord(state: EdgeState | null): PredictedState | null {
  return state === null ? null : { ...state, causes: state.causes.map(({ code, text }) => ({ code, text })) };
}

async function resourceRecord(outcome: Outcome, find: LookUpRecord): Promise<ResourceRecord> {
  const { kind, resource, ...rest } = outcome;
  const { place, ...named }: PolicyRef = resource;
  const at = place === undefined || place.source === '' ? {} : { at: await find({ place, path: '' }) };
  return { ...named, ...at, outcome: kind, ...rest };
}

type LookUpRecord = (evidence: Evidence) => Promise<EvidenceRecord>;

/** Many edges change for one reason; its place is looked up once. */
function oncePerPlace(lookUp: LookUp): LookUpRecord {
  const known = new Map<Evidence['place'], Promise<EvidenceRecord>>();
  return (evidence) => {
    const found = known.get(evidence.place) ?? withoutExcerpt(evidence, lookUp);
    known.set(evidence.place, found);
    return found;
  };
}

/** A resource is known by its name; its first line would tell nothing more. */
async function withoutExcerpt(evidence: Evidence, lookUp: LookUp): Promise<EvidenceRecord> {
  const { excerpt: _, ...record } = await lookedUp(evidence, lookUp);
  return record;
}
