/** The answer to `symptom`, as a document. */
import { causes as catalogue } from '../cause/causes.ts';
import type { Mesh } from '../edge/mesh.ts';
import { present } from '../envoy/present.ts';
import type { CauseFinding } from '../verdict/model.ts';
import type { Blame } from '../symptom/failure-kind.ts';
import type { Group } from '../symptom/groups.ts';
import type { SeenEdge, Sighting } from '../symptom/sighting.ts';
import { suspectsOf, type Suspect } from '../symptom/suspects.ts';

export interface SymptomDocument {
  readonly kind: 'symptom';
  /** Lines of access logs among what was read, those that tell of no failure included. */
  readonly requests: number;
  /** mTLS's first, then what may be, then the rest. */
  readonly symptoms: readonly SymptomRecord[];
}

/** One failure, as often as it was seen. */
export interface SymptomRecord {
  readonly count: number;
  /** Of many only the first. */
  readonly lines: readonly number[];
  /** What was seen the first time: the text, or of an access log what tells. */
  readonly saw: Saw;
  /** Null where the words mean nothing that is known. */
  readonly failure: { readonly kind: string; readonly blame: Blame; readonly says: string } | null;
  /** What leads to it: the commonest first; with dumps only what they allow. */
  readonly causes: readonly { readonly code: string; readonly title: string }[];
  /** With dumps: edges that end like this. */
  readonly edges?: readonly SuspectRecord[];
  /** With dumps, where no edge does: the edges that are named, as they should end. */
  readonly otherwise?: readonly SuspectRecord[];
}

export interface Saw extends Pick<
  Sighting,
  'status' | 'flags' | 'curlExit' | 'details' | 'upstreamFailure' | 'downstreamFailure' | 'side'
> {
  readonly text: string;
  readonly edge: SeenEdge;
}

export interface SuspectRecord extends Omit<Suspect, 'causes' | 'from'> {
  readonly from: string;
  /** Without evidence and fixes, which `explain` shows. */
  readonly causes: readonly Pick<CauseFinding, 'code' | 'effect' | 'confidence' | 'text'>[];
}

/** Answers for all groups; `mesh` where dumps were given. */
export function symptomDocument(groups: readonly Group[], requests: number, mesh: Mesh | undefined): SymptomDocument {
  return { kind: 'symptom', requests, symptoms: groups.map((group) => record(group, mesh)) };
}

function record({ sighting, failure, count, lines }: Group, mesh: Mesh | undefined): SymptomRecord {
  const base = { count, lines, saw: sawIn(sighting) };
  if (failure === undefined) return { ...base, failure: null, causes: [] };
  const { kind, blame, says } = failure;
  const told = { ...base, failure: { kind, blame, says } };
  if (mesh === undefined) return { ...told, causes: failure.causes.map(titled) };
  const { fitting, others } = suspectsOf(mesh, sighting, failure);
  return {
    ...told,
    causes: allowed(fitting),
    edges: fitting.map(suspectRecord),
    ...(fitting.length === 0 && others.length > 0 && { otherwise: others.map(suspectRecord) }),
  };
}

/** What explains these edges: what explains most of them first. */
function allowed(fitting: readonly Suspect[]): SymptomRecord['causes'] {
  const counts = new Map<string, number>();
  for (const { causes } of fitting) {
    for (const [at, { code, effect }] of causes.entries()) {
      if (at > 0 && effect === 'notice') continue;
      counts.set(code, (counts.get(code) ?? 0) + (at === 0 ? 1000 : 1));
    }
  }
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([code]) => titled(code));
}

const titles = new Map(catalogue.map(({ code, title }) => [code, title]));

function titled(code: string): { readonly code: string; readonly title: string } {
  return { code, title: titles.get(code) ?? '' };
}

function sawIn({ text, flags, edge, ...rest }: Sighting): Saw {
  const { status, curlExit, details, upstreamFailure, downstreamFailure, side } = rest;
  return { text, flags, edge, ...present({ status, curlExit, details, upstreamFailure, downstreamFailure, side }) };
}

function suspectRecord({ from, causes, ...rest }: Suspect): SuspectRecord {
  return {
    ...rest,
    from: from.name,
    causes: causes.map(({ code, effect, confidence, text }) => ({ code, effect, confidence, text })),
  };
}
