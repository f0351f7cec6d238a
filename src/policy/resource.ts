import type { Place } from '../evidence.ts';
import type { JsonObject, RawResource } from '../input/model.ts';
import { fieldsBeside, labelsAt, objectAt, textAt, type Labels } from './fields.ts';

/** What every Kubernetes object says of itself, whatever its kind. */
export interface KubernetesResource<Kind extends string = string> {
  readonly kind: Kind;
  readonly apiVersion: string;
  /** `default` where a manifest names none, as kubectl would do. */
  readonly namespace: string;
  readonly name: string;
  /** `metadata.creationTimestamp`; undefined for manifests that were not applied yet. */
  readonly created?: string;
  readonly labels: Labels;
  readonly place: Place;
  /** Pointers of fields that Istio does not know where they stand; it ignores them. */
  readonly misplaced: readonly string[];
}

/** An object before its kind's reader has seen it. */
export interface Manifest {
  readonly value: JsonObject;
  readonly spec: JsonObject | undefined;
  readonly place: Place;
  /** API group, `` for the core group. */
  readonly group: string;
  readonly kind: string;
  /** The cluster's, in which short names are completed. */
  readonly dnsDomain: string;
}

const topLevel = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** Splits a raw object into what all kinds share. */
export function manifest(raw: RawResource, dnsDomain = 'cluster.local'): Manifest {
  const apiVersion = textAt(raw.value, 'apiVersion') ?? '';
  const slash = apiVersion.indexOf('/');
  return {
    value: raw.value,
    spec: objectAt(raw.value, 'spec'),
    place: raw.place,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    kind: textAt(raw.value, 'kind') ?? '',
    dnsDomain,
  };
}

/**
 * The fields every reader begins with. `known` are the fields its `spec` may have; without it
 * nothing is said about misplaced fields.
 */
export function header<Kind extends string>(
  kind: Kind,
  { value, spec, place }: Manifest,
  known?: readonly string[],
): KubernetesResource<Kind> {
  const metadata = objectAt(value, 'metadata');
  const created = textAt(metadata, 'creationTimestamp');
  const misplaced =
    known === undefined ? [] : [...fieldsBeside(value, topLevel, ''), ...fieldsBeside(spec, known, '/spec')];
  return {
    kind,
    apiVersion: textAt(value, 'apiVersion') ?? '',
    namespace: textAt(metadata, 'namespace') ?? 'default',
    name: textAt(metadata, 'name') ?? '',
    ...(created === undefined || created === 'null' ? {} : { created }),
    labels: labelsAt(metadata, 'labels') ?? {},
    place,
    misplaced,
  };
}

/** `namespace/name`, as Istio names resources. */
export function fullName(resource: { readonly namespace: string; readonly name: string }): string {
  return `${resource.namespace}/${resource.name}`;
}

/**
 * Oldest first, then by name, then by namespace (Istio: `configCompareByCreationTime`,
 * pilot/pkg/model/config.go). A resource without a creation time has not been applied yet, so it
 * will be the youngest.
 */
export function oldestFirst(a: KubernetesResource, b: KubernetesResource): number {
  return (
    compareText(a.created ?? '~', b.created ?? '~') ||
    compareText(a.name, b.name) ||
    compareText(a.namespace, b.namespace)
  );
}

/** Order by code units, the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
