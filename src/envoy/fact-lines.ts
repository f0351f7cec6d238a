/**
 * A proxy as lines of facts: what its dumps say, reduced to what is read of them, in Envoy's own words, so that the
 * reading can be done anywhere and the judging somewhere else (`docs/facts.md`, `schema/facts.schema.json`).
 */
import type { JsonObject, RawDump, RawKind, RawProxy, RawResource, RawSections } from '../input/model.ts';
import { proxyKinds } from '../input/proxy-kinds.ts';
import { message } from './read/fields.ts';
import { present } from './present.ts';
import { marksReadOf, withoutUnread, type MarksRead } from './read/without-unread.ts';

const kinds: ReadonlySet<RawKind> = new Set(proxyKinds);

/** Begins the facts of a proxy: all that follow, up to the next of its kind, are of it. */
export interface ProxyLine {
  readonly fact: 'proxy';
  readonly formatVersion: 1;
  readonly name: string;
  readonly namespace: string;
  /** Of a dump, the sections that were there, empty ones included. */
  readonly sections: readonly (keyof RawSections)[];
  readonly incomplete: boolean;
}

/** One resource, as far as it is read. */
export interface ResourceLine {
  readonly fact: RawKind;
  readonly state: RawResource['state'];
  readonly rejection?: string;
  readonly lastUpdated?: string;
  readonly versionInfo?: string;
  readonly typeUrl?: string;
  /** Where it stood. */
  readonly source: string;
  readonly pointer: string;
  readonly document?: number;
  /** The message of Envoy, in the spelling of its source. */
  readonly value: JsonObject;
}

/** The lines of a proxy, of which each of its dumps begins anew. */
export function* factLines(proxy: RawProxy): Generator<ProxyLine | ResourceLine> {
  const read = marksReadOf(proxy);
  for (const dump of proxy.dumps) {
    yield proxyLine(proxy, dump);
    for (const resource of dump.resources) if (isOfProxies(resource)) yield resourceLine(resource, read);
  }
}

/** The line with which one dump of a proxy begins. */
export function proxyLine(
  { name, namespace }: Pick<RawProxy, 'name' | 'namespace'>,
  { sections, incomplete }: Pick<RawDump, 'sections' | 'incomplete'>,
): ProxyLine {
  return { fact: 'proxy', formatVersion: 1, name, namespace, sections: namesOf(sections), incomplete };
}

/** Whether a resource has a line. */
export function isOfProxies({ kind }: Pick<RawResource, 'kind'>): boolean {
  return kinds.has(kind);
}

function namesOf(sections: RawSections): readonly (keyof RawSections)[] {
  const names = ['bootstrap', 'listeners', 'clusters', 'endpoints', 'routes', 'secrets'] as const;
  return names.filter((name) => sections[name]);
}

/** The line of a resource: `read` are the marks that the clusters of its proxy ask for. */
export function resourceLine(resource: RawResource, read: MarksRead): ResourceLine {
  const { kind, state, rejection, lastUpdated, versionInfo, typeUrl, place, value } = resource;
  const { source, pointer, document } = place;
  const fact = present({ fact: kind, state, rejection, lastUpdated, versionInfo, typeUrl, source, pointer, document });
  const all = kind === 'bootstrap' || kind === 'server-info' ? withoutEnvironment(value) : value;
  return { ...fact, value: withoutUnread(all, read) };
}

/** What `readNode` reads of a node's metadata. Everything else the pod's environment and annotations say is left out. */
const nodeMetadata = new Set(
  `NAME POD_NAME NAMESPACE CONFIG_NAMESPACE WORKLOAD_NAME OWNER INSTANCE_IPS SERVICE_ACCOUNT TRUST_DOMAIN CLUSTER_ID
  NETWORK LABELS ISTIO_VERSION INTERCEPTION_MODE`.split(/\s+/u),
);

function withoutEnvironment(value: JsonObject): JsonObject {
  const node = message(value, 'node');
  const metadata = node === undefined ? undefined : message(node, 'metadata');
  if (node === undefined || metadata === undefined) return value;
  // Before Istio 1.3 the pod's labels stood among the rest, told apart by their lower case.
  const kept = Object.entries(metadata).filter(([key]) => nodeMetadata.has(key) || key === key.toLowerCase());
  return { ...value, node: { ...node, metadata: Object.fromEntries(kept) } };
}
