/** The whole pipeline, from the words of a command line to a mesh that can be asked. */
import { meshOf, type Mesh } from './edge/mesh.ts';
import { assembleProxy } from './envoy/assemble-proxy.ts';
import { Interned } from './envoy/intern.ts';
import type { Proxy } from './envoy/model.ts';
import { resourcePlan } from './envoy/projection.ts';
import { readResource } from './envoy/read-resource.ts';
import type { Readable } from 'node:stream';
import type { SourceArgument } from './input/argument.ts';
import { joinProxies } from './input/join.ts';
import type { LiveSession } from './input/live/session.ts';
import type { RawDump, RawResource, SourceProblem } from './input/model.ts';
import { createLocator, type Locate } from './input/locate.ts';
import { readSources, type ReadOptions } from './input/read-sources.ts';
import { noPolicies } from './policy/no-policies.ts';
import type { Policies } from './policy/policies.ts';
import { indexPolicies } from './policy/policy-index.ts';
import type { SourceTexts } from './input/source-texts.ts';

/** How the time certificates are judged at was found (design, "Time"). */
export type TimeSource = 'given' | 'clock' | 'capture' | 'newest-update' | 'now';

export interface InspectOptions {
  /** `--at`. */
  readonly at?: Date;
  /** The clock; used for live sources, and where no dump says when it was taken. */
  readonly now: Date;
  /** What `-` stands for. */
  readonly stdin?: Readable;
  /** Where the sources are read again: what proxies that run have said is not asked for twice. */
  readonly session?: LiveSession;
  /** What becomes of resources while they are read, instead of facts in memory. */
  readonly whileReading?: WhileReading;
}

/** Something that takes resources while they are read. */
export interface WhileReading extends Required<Pick<ReadOptions, 'route' | 'facts' | 'escape' | 'take'>> {
  /** Whether it was right to take what it took; else everything is read again without it. */
  isOf(dumps: readonly RawDump[]): boolean;
  /** The proxy with what was taken from it, as far as that matters to others. */
  complete(proxy: Proxy): Proxy;
}

/** Everything the sources said. */
export interface Inspected {
  readonly mesh: Mesh;
  /** Kubernetes and Istio objects, and MeshConfigs, found beside the dumps. */
  readonly objects: readonly RawResource[];
  /** The same objects, read. */
  readonly policies: Policies;
  readonly problems: readonly SourceProblem[];
  readonly dumps: readonly RawDump[];
  /** Opens the sources' texts again. */
  readonly texts: SourceTexts;
  /** Looks evidence up in them. */
  readonly locate: Locate;
  readonly time: { readonly at: Date; readonly source: TimeSource };
  /** Resources were taken while they were read, and so are not in the mesh. */
  readonly isTaken: boolean;
}

/** Reads the sources and puts the proxies together. Never throws for what stands in a source. */
export async function inspect(args: readonly SourceArgument[], options: InspectOptions): Promise<Inspected> {
  const { stdin, session, whileReading } = options;
  const interned = new Interned();
  const { dumps, problems, texts } = await readSources(args, {
    ...(stdin !== undefined && { stdin }),
    ...(session !== undefined && { session }),
    resource: resourcePlan,
    ...(whileReading ?? { facts: (resource: RawResource) => readResource(resource, interned) }),
  });
  if (whileReading?.isOf(dumps) === false) {
    const { whileReading: _without, ...others } = options;
    return inspect(args, others);
  }
  const joined = joinProxies(dumps);
  const proxies = joined.proxies
    .map((raw) => assembleProxy(raw, interned))
    .map((proxy) => whileReading?.complete(proxy) ?? proxy);
  const policies = await policiesIn(joined.objects);
  const time = timeOf(proxies, args.some(isLive), options);
  return {
    mesh: meshOf(proxies, time.at, indexPolicies(policies)),
    objects: joined.objects,
    policies,
    problems: [...problems, ...joined.problems],
    dumps,
    texts,
    locate: createLocator(texts),
    time,
    isTaken: whileReading !== undefined,
  };
}

/** The readers of policies load a YAML parser, which most runs have no use for. */
async function policiesIn(objects: readonly RawResource[]): Promise<Policies> {
  if (objects.length === 0) return noPolicies;
  const { readPolicies } = await import('./policy/policies.ts');
  return readPolicies(objects);
}

/** A proxy that runs is judged by the clock. */
function isLive({ kind }: SourceArgument): boolean {
  return kind === 'admin' || kind === 'kubernetes';
}

function timeOf(proxies: readonly Proxy[], live: boolean, { at, now }: InspectOptions): Inspected['time'] {
  if (at !== undefined) return { at, source: 'given' };
  if (live) return { at: now, source: 'clock' };
  const newest = Math.max(...proxies.map((proxy) => Date.parse(proxy.updated ?? '')).filter(Number.isFinite));
  return Number.isFinite(newest) ? { at: new Date(newest), source: 'newest-update' } : { at: now, source: 'now' };
}
