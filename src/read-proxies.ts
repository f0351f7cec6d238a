/** From the words of a command line to the proxies that the sources speak of. */
import type { Readable } from 'node:stream';
import { askedMarks, withAskedMarks } from './envoy/asked-marks.ts';
import { assembleProxy } from './envoy/assemble-proxy.ts';
import { Interned } from './envoy/intern.ts';
import type { Proxy } from './envoy/model.ts';
import { present } from './envoy/present.ts';
import { resourcePlan } from './envoy/projection.ts';
import { readResource } from './envoy/read/resource.ts';
import type { SourceArgument } from './input/argument.ts';
import { joinProxies } from './input/join.ts';
import type { LiveSession } from './input/live/session.ts';
import type { RawDump, RawProxy, RawResource, SourceProblem } from './input/model.ts';
import { stringField } from './input/spelling.ts';
import type { OnProgress } from './input/progress.ts';
import { readSources, type LargeFiles } from './input/read-sources.ts';
import type { SourceTexts } from './input/source-texts.ts';

/** How the time certificates are judged at was found (docs/inspection.md). */
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
  /** See `ReadOptions.digests`. */
  readonly digests?: boolean;
  /** Told how far reading has come. */
  readonly progress?: OnProgress;
  /** Where what large dumps say is not to be kept in memory. */
  readonly shelving?: LargeFiles;
}

/** A dump that was read; what it said is in the proxies. */
export type ReadDump = Omit<RawDump, 'resources' | 'shelves'>;

/** What the sources said of proxies. */
export interface ReadProxies {
  /** By namespace and name. */
  readonly proxies: readonly Proxy[];
  /** Kubernetes and Istio objects, and MeshConfigs, found beside the dumps. */
  readonly objects: readonly RawResource[];
  readonly problems: readonly SourceProblem[];
  readonly dumps: readonly ReadDump[];
  /** Opens the sources' texts again. */
  readonly texts: SourceTexts;
  readonly time: { readonly at: Date; readonly source: TimeSource };
}

/** Reads the sources and puts the proxies together. Never throws for what stands in a source. */
export async function readProxies(args: readonly SourceArgument[], options: InspectOptions): Promise<ReadProxies> {
  const { stdin, session, digests, progress, shelving } = options;
  const interned = new Interned();
  const { dumps, problems, texts } = await readSources(args, {
    ...present({ stdin, session, digests, progress, shelving }),
    resource: resourcePlan,
    facts: (resource: RawResource) => readResource(resource, interned),
  });
  const joined = joinProxies(dumps);
  const proxies = joined.proxies.map((raw) => proxyOf(raw, interned));
  return {
    proxies,
    objects: joined.objects,
    problems: [...problems, ...joined.problems],
    dumps: dumps.map(withoutResources),
    texts,
    time: timeOf(proxies, args, dumps, options),
  };
}

/** A proxy, with as much of its endpoints' metadata as its own clusters ask for. */
export function proxyOf(raw: RawProxy, interned: Interned): Proxy {
  const proxy = assembleProxy(raw, interned);
  return withAskedMarks(proxy, askedMarks([proxy]));
}

export function withoutResources({ resources: _resources, shelves: _shelves, ...dump }: RawDump): ReadDump {
  return dump;
}

/** A proxy that runs is judged by the clock. */
function isLive({ kind }: SourceArgument): boolean {
  return kind === 'admin' || kind === 'kubernetes';
}

/** When the bundles among the sources were captured, in milliseconds; those of dumps are as old as the dumps. */
function captureTimes(dumps: readonly RawDump[]): readonly number[] {
  const manifests = dumps.flatMap(({ resources }) => resources.filter(({ kind }) => kind === 'capture'));
  const live = manifests.filter(({ value }) => value['live'] === true);
  return live.map(({ value }) => Date.parse(stringField(value, 'capturedAt') ?? '')).filter(Number.isFinite);
}

/** When certificates are judged: when the user says, at once, when a bundle was captured, or else when dumps end. */
export function timeOf(
  proxies: readonly Proxy[],
  args: readonly SourceArgument[],
  dumps: readonly RawDump[],
  { at, now }: InspectOptions,
): ReadProxies['time'] {
  if (at !== undefined) return { at, source: 'given' };
  if (args.some(isLive)) return { at: now, source: 'clock' };
  const captured = captureTimes(dumps);
  if (captured.length > 0) return { at: new Date(Math.max(...captured)), source: 'capture' };
  const newest = Math.max(...proxies.map((proxy) => Date.parse(proxy.updated ?? '')).filter(Number.isFinite));
  return Number.isFinite(newest) ? { at: new Date(newest), source: 'newest-update' } : { at: now, source: 'now' };
}
