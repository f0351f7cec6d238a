/**
 * What a document says of clusters and endpoints, written while they are read: a dump that knows ten thousand
 * services has ten thousand of each, and they come in front of what has to be told before them. Nothing of them is
 * kept but their text. That is right for one proxy that is told of once, which a transcript checks; for anything
 * else the document is made of records (`jsonDocument`), of which this is a short cut.
 */
import type { Interned } from '../../envoy/intern.ts';
import type { Cluster, EndpointGroup, Proxy } from '../../envoy/model.ts';
import { routeNamePlan } from '../../envoy/projection.ts';
import { readCluster } from '../../envoy/read/cluster.ts';
import { readEndpoints } from '../../envoy/read/endpoints.ts';
import { readResource } from '../../envoy/read/resource.ts';
import type { RawDump, RawResource } from '../../input/model.ts';
import type { Told } from '../../input/recall/recall.ts';
import { clusterRecord, endpointsRecord } from '../../inspection/cluster-record.ts';
import type { ProxyPartRecord } from '../../inspection/records.ts';
import { jsonText } from '../../report/document/json-text.ts';
import { NameSet } from './name-set.ts';

/** Keeps text until it is wanted; a line is a record without its beginning `{"proxy":NAME`. */
export interface Lines {
  append(line: string): void;
  pieces(): AsyncIterable<string>;
}

/** What is made of a cluster or of endpoints instead of facts. */
interface Written {
  readonly name: string;
  readonly line: string;
  /** Of the endpoints that a cluster brings itself; empty where it has none. */
  readonly ownLine: string;
  /** A cluster of which the notes speak. */
  readonly cluster?: Cluster;
}

export class Transcript {
  readonly clusters: Lines;
  readonly endpoints: Lines;
  readonly ownEndpoints: Lines;
  readonly #interned: Interned;
  readonly #names = new NameSet();
  readonly #noted: Cluster[] = [];
  #source: string | undefined;
  #updated: string | undefined;
  #isOfOne = true;

  constructor(interned: Interned, lines: () => Lines) {
    this.#interned = interned;
    this.clusters = lines();
    this.endpoints = lines();
    this.ownEndpoints = lines();
  }

  /** `ReadOptions.facts`. */
  readonly facts = (resource: RawResource): unknown => {
    if (resource.kind === 'cluster') return writtenCluster(readCluster(resource, this.#interned));
    if (resource.kind === 'endpoints') return writtenEndpoints(readEndpoints(resource));
    return readResource(resource, this.#interned);
  };

  /** `ReadOptions.route`: the document does not tell of routes. */
  readonly route = routeNamePlan;

  /** `ReadOptions.escape`. */
  readonly escape = (text: string): string => (isPlain(text) ? text : jsonText(text).slice(1, -1));

  /** `ReadOptions.take`. */
  readonly take = ({ kind, state, place, lastUpdated, facts }: Told): boolean => {
    if (!isWritten(facts)) return false;
    const { name, line, ownLine, cluster } = facts;
    this.#source ??= place.source;
    // A line has no room for the number of its document.
    if (place.source !== this.#source || place.document !== undefined) this.#isOfOne = false;
    if (name !== '' && this.#names.add(keyOf(kind, state, name))) this.#isOfOne = false;
    if (lastUpdated !== undefined && isLater(lastUpdated, this.#updated)) this.#updated = lastUpdated;
    (kind === 'cluster' ? this.clusters : this.endpoints).append(line);
    if (ownLine !== '') this.ownEndpoints.append(ownLine);
    if (cluster !== undefined) this.#noted.push(cluster);
    return true;
  };

  /** Whether what was taken is of one dump, all that there is, and nothing in it is told of twice. */
  isOf(dumps: readonly RawDump[]): boolean {
    const [dump] = dumps;
    return this.#isOfOne && dumps.length === 1 && (this.#source ?? dump?.source) === dump?.source;
  }

  /**
   * The proxy as if nothing had been taken, but for its clusters and endpoints: of those it has the ones that were
   * not taken (static ones of the bootstrap) and that notes speak of.
   */
  complete(proxy: Proxy): Proxy {
    const updated = this.#updated;
    return {
      ...proxy,
      clusters: [...this.#noted, ...this.untold(proxy)],
      ...(updated !== undefined && isLater(updated, proxy.updated) && { updated }),
    };
  }

  /** Clusters of the bootstrap that stand in no section, and so were not taken. */
  untold({ clusters }: Proxy): readonly Cluster[] {
    return clusters.filter(({ name, state }) => state === 'static' && !this.#names.has(keyOf('cluster', state, name)));
  }
}

/** As resources are told apart when a proxy is put together: static and active ones are both in force. */
function keyOf(kind: string, state: string, name: string): string {
  return `${kind} ${state === 'static' ? 'active' : state} ${name}`;
}

function isLater(time: string, other: string | undefined): boolean {
  if (other === undefined) return !Number.isNaN(Date.parse(time));
  // What Envoy prints is in one form, whose order is that of its letters.
  if (time.length === other.length && time.endsWith('Z') && other.endsWith('Z')) return time > other;
  return Date.parse(time) > Date.parse(other);
}

function writtenCluster(cluster: Cluster): Written {
  const { name, state, loadAssignment } = cluster;
  return {
    name,
    line: lineOf(clusterRecord('', cluster)),
    ownLine: loadAssignment === undefined ? '' : lineOf(endpointsRecord('', loadAssignment)),
    ...((state === 'rejected' || state === 'warming') && { cluster }),
  };
}

function writtenEndpoints(group: EndpointGroup): Written {
  return { name: group.clusterName, line: lineOf(endpointsRecord('', group)), ownLine: '' };
}

function isWritten(facts: unknown): facts is Written {
  return typeof facts === 'object' && facts !== null && 'ownLine' in facts;
}

/** A record as JSON without its kind and its beginning. */
function lineOf(record: ProxyPartRecord): string {
  const { kind: _kind, proxy, ...rest } = record;
  return jsonText({ proxy, ...rest }).slice(beginning('').length);
}

/** ASCII that stands in JSON as it is. */
function isPlain(text: string): boolean {
  return /^[ !#-[\]-~]*$/u.test(text);
}

/** What every line begins with, left out of it. */
export function beginning(proxy: string): string {
  return `{"proxy":${jsonText(proxy)}`;
}
