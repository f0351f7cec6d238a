/**
 * What reading delivers, before anyone knows what it means: resources as they stand in the sources,
 * with their place, and the hints that tell which proxy they belong to.
 */
import type { Place, SourceId } from '../evidence.ts';
import type { Parts } from './shelf/board.ts';
import type { Shelf } from './shelf/shelf.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** What kind of message a raw resource holds; the reader for each lives in `envoy/` (or `policy/`). */
export type RawKind =
  | 'bootstrap'
  | 'listener'
  | 'cluster'
  | 'endpoints'
  | 'route'
  /** One virtual host of a route configuration, where these are read one by one; `route` is then without them. */
  | 'virtual-host'
  | 'secret'
  /** One `cluster_statuses[]` entry of `/clusters?format=json` or `pc endpoint -o json`. */
  | 'cluster-status'
  /** One `listener_statuses[]` entry. */
  | 'listener-status'
  /** One `certificates[]` entry of `/certs`. */
  | 'certificate'
  | 'server-info'
  /** A whole `/stats?format=json` of the counters that matter here. */
  | 'stats'
  /** The whole of a ztunnel dump. */
  | 'ztunnel'
  /** The manifest of a bundle that `mtlscope capture` wrote. */
  | 'capture'
  /** One Kubernetes or Istio object (apiVersion + kind). */
  | 'kubernetes'
  /** Istio's MeshConfig: a bare file, or what a ConfigMap holds under `data.mesh`. */
  | 'mesh-config'
  /** A resource inside a dump whose `@type` nobody reads: carried along. */
  | 'unrecognised';

/** One resource as it stands in a source. Keys keep the source's spelling (snake_case or camelCase). */
export interface RawResource {
  readonly kind: RawKind;
  /**
   * The message itself (the Cluster, not the entry around it), possibly without fields nobody asked for; empty where
   * `facts` were made of it.
   */
  readonly value: JsonObject;
  readonly place: Place;
  readonly state: 'active' | 'static' | 'warming' | 'draining' | 'rejected';
  /** `error_state.details` where the update was refused. */
  readonly rejection?: string;
  readonly lastUpdated?: string;
  readonly versionInfo?: string;
  /** `@type` where one was given. */
  readonly typeUrl?: string;
  /** What was made of it while it was read (`ReadOptions.facts`). */
  readonly facts?: unknown;
  /** Of a route configuration its virtual hosts, where they were read one by one. */
  readonly parts?: Parts | readonly RawResource[];
}

/** Which sections a dump had, empty ones included: `listeners: []` is evidence, its absence is not. */
export interface RawSections {
  readonly bootstrap: boolean;
  readonly listeners: boolean;
  readonly clusters: boolean;
  readonly endpoints: boolean;
  readonly routes: boolean;
  readonly secrets: boolean;
}

/** What the user, or the place of a file, tells about the proxy that a dump belongs to. */
export interface NameHints {
  /** `NAME` in `NAME=PATH`. */
  readonly explicit?: string;
  /** The folder's name, and the namespace where the tree is one that says it. */
  readonly folder?: string;
  readonly namespace?: string;
  readonly file: string;
  /** Equal for files of the same folder and no others; never shown. */
  readonly group?: string;
}

/** One thing that was read: a file, a member of an archive, a stream, an admin response. */
export interface RawDump {
  readonly source: SourceId;
  /** The format that recognised it, in words people know (`config_dump`, `istioctl pc cluster -o json`). */
  readonly format: string;
  /** How the user or the layout names the proxy, strongest first; see `join/`. */
  readonly name: NameHints;
  readonly sections: RawSections;
  readonly resources: readonly RawResource[];
  /** The others, where they are too many for memory: a shelf for each document of the source. */
  readonly shelves?: readonly Shelf[];
  /** The source ended before the document did: what is complete was kept. */
  readonly incomplete: boolean;
  /** SHA-256 of the bytes as read (before decompression), lower-case hex, where it is asked for (`ReadOptions.digests`). */
  readonly digest?: string;
}

/** Everything that belongs to one proxy, joined from its fragments. */
export interface RawProxy {
  readonly name: string;
  readonly namespace: string;
  readonly dumps: readonly RawDump[];
}

/** Something that was looked at and could not be used, or only in part. One sentence each. */
export interface SourceProblem {
  readonly source: SourceId;
  /** True where the user named this source: then it is an error (exit 2), else it is counted and skipped. */
  readonly named: boolean;
  readonly kind: 'unreadable' | 'not-a-dump' | 'incomplete' | 'older-duplicate' | 'too-large';
  readonly saw: string;
  readonly todo: string;
  readonly line?: number;
  readonly column?: number;
}
