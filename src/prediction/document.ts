/** A prediction as `whatif -o json` prints it (`schema/diff.schema.json`). */
import {
  changeCounts,
  edgeChangeRecord,
  oncePerPlace,
  type ChangeCounts,
  type EdgeChangeRecord,
  type FindEvidence,
} from '../compare/edge-change-record.ts';
import type { EdgeChange } from '../compare/model.ts';
import { lookedUp, type EvidenceRecord, type LookUp } from '../inspection/evidence-record.ts';
import { version } from '../version.ts';
import type { Outcome, PolicyRef, WhatIf } from '../whatif/model.ts';
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

export interface PredictionDocument {
  /** Of this format: a number is added to when something is taken away or changes its meaning. */
  readonly formatVersion: 1;
  readonly tool: { readonly name: 'mtlscope'; readonly version: string };
  /** How often an edge changes in each way. */
  readonly summary: ChangeCounts;
  /** The gravest first. */
  readonly edges: readonly EdgeChangeRecord[];
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
  // A resource is known by its name; its first line would tell nothing more.
  const find = oncePerPlace(async (evidence) => {
    const { excerpt: _, ...record } = await lookedUp(evidence, lookUp);
    return record;
  });
  return {
    formatVersion: 1,
    tool: { name: 'mtlscope', version },
    summary: changeCounts(edges),
    edges: await Promise.all(edges.map((edge) => edgeChangeRecord(edge, { before: find, after: find }))),
    outside,
    resources: await Promise.all(outcomes.map((each) => resourceRecord(each, find))),
    assumptions,
  };
}

async function resourceRecord(outcome: Outcome, find: FindEvidence): Promise<ResourceRecord> {
  const { kind, resource, ...rest } = outcome;
  const { place, ...named }: PolicyRef = resource;
  const at = place === undefined || place.source === '' ? {} : { at: await find({ place, path: '' }) };
  return { ...named, ...at, outcome: kind, ...rest };
}
