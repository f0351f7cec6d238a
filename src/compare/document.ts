/** A comparison as `diff -o json` prints it (`schema/diff.schema.json`): evidence looked up, nothing left to do. */
import { lookedUp, pointTo, type EvidenceRecord, type LookUp } from '../inspection/evidence-record.ts';
import type { Evidence } from '../evidence.ts';
import { version } from '../version.ts';
import type { Comparison } from './compare.ts';
import {
  changeCounts,
  edgeChangeRecord,
  oncePerPlace,
  type ChangeCounts,
  type EdgeChangeRecord,
  type Shown,
  type Sides,
} from './edge-change-record.ts';
import type { FactChange } from './facts/fact.ts';
import type { Lent } from './fill-sections.ts';
import type { PairedBy } from './pair-proxies.ts';
import type { PendingUpdate } from './pending-updates.ts';
import type { PolicyChange } from './policy-changes.ts';
import type { ResourceChange } from './resource-changes.ts';
import type { ModeChange } from './mode-changes.ts';

export interface DiffDocument {
  /** Of this format: a number is added to when something is taken away or changes its meaning. */
  readonly formatVersion: 1;
  readonly tool: { readonly name: 'mtlscope'; readonly version: string };
  /** The times certificates are judged at, RFC 3339, and how much was compared. */
  readonly compared: {
    readonly before: { readonly at: string; readonly proxies: number };
    readonly after: { readonly at: string; readonly proxies: number };
  };
  /** How often an edge changed in each way. */
  readonly summary: ChangeCounts;
  readonly edges: readonly EdgeChangeRecord[];
  readonly modes: readonly (Omit<ModeChange, 'evidence'> & { readonly evidence: Sides })[];
  readonly resources: readonly Shown<ResourceChange>[];
  readonly policies: readonly Shown<PolicyChange>[];
  readonly pending: readonly (Omit<PendingUpdate, 'evidence'> & { readonly evidence: readonly EvidenceRecord[] })[];
  /** Proxies that are not the same pod on both sides, and what they were matched by. */
  readonly matched: readonly {
    readonly workload: string;
    readonly by: PairedBy;
    readonly before: string;
    readonly after: string;
  }[];
  /** Proxies of workloads that only one side has a dump of. */
  readonly alone: readonly { readonly workload: string; readonly side: 'before' | 'after' }[];
  /** Sections that only one of two dumps holds, and that were therefore not compared. */
  readonly notCompared: readonly Lent[];
  /** Everything else that differs, as a text diff; only where it was asked for. */
  readonly rest?: readonly RestRecord[];
}

/** What of a resource differs and bears on nothing above. */
export interface RestRecord {
  readonly workload: string;
  readonly kind: string;
  readonly name: string;
  /** Unified diff of normalised JSON. */
  readonly patch: string;
}

/** Whether anything is in it that is a change; a renewed certificate and another pod name are none. */
export function isUnchanged(document: DiffDocument): boolean {
  const { edges, modes, resources, policies, pending, rest } = document;
  const lists = [edges, modes, policies, pending, rest ?? [], resources.filter(({ change }) => change !== 'rotated')];
  return lists.every((list) => list.length === 0);
}

/** Looks the evidence up that decides about edges; the rest is pointed to. */
export async function diffDocument(
  { aligned, edges, modes, resources, policies, pending, lent }: Comparison,
  look: { readonly before: LookUp; readonly after: LookUp },
): Promise<DiffDocument> {
  const { before, after, pairs } = aligned;
  const finders = {
    before: oncePerPlace((evidence) => lookedUp(evidence, look.before)),
    after: oncePerPlace((evidence) => lookedUp(evidence, look.after)),
  };
  const records: EdgeChangeRecord[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other, so that few texts are open at once
  for (const edge of edges) records.push(await edgeChangeRecord(edge, finders));
  return {
    formatVersion: 1,
    tool: { name: 'mtlscope', version },
    compared: {
      before: { at: before.at.toISOString(), proxies: before.proxies.length },
      after: { at: after.at.toISOString(), proxies: after.proxies.length },
    },
    summary: changeCounts(edges),
    edges: records,
    modes: modes.map((mode) => ({ ...mode, evidence: pointed(mode.evidence) })),
    resources: resources.map((each) => ({ ...each, ...pointed(each) })),
    policies: policies.map((each) => ({ ...each, ...pointed(each) })),
    pending: pending.map((each) => ({ ...each, evidence: each.evidence.map(pointTo) })),
    matched: pairs.flatMap((pair) =>
      pair.kind !== 'both' || (pair.by === 'pod' && pair.before.name === pair.after.name)
        ? []
        : [{ workload: pair.workload, by: pair.by, before: pair.before.name, after: pair.after.name }],
    ),
    alone: pairs.flatMap((pair) => (pair.kind === 'both' ? [] : [{ workload: pair.workload, side: pair.kind }])),
    notCompared: lent,
  };
}

function pointed({
  before,
  after,
}: {
  readonly before: readonly Evidence[];
  readonly after: readonly Evidence[];
}): Sides {
  return { before: before.map(pointTo), after: after.map(pointTo) };
}

/** A fact that differs, in one line. */
export function factText({ name, before, after }: FactChange): string {
  return `${name}: ${before?.value ?? 'not set'} → ${after?.value ?? 'not set'}`;
}
