/**
 * Pages of `inspect -o json`: the records of a proxy as its document shows them. That is right for a proxy of which
 * nothing is told twice, which a draft checks; anything else is made of records (`jsonDocument`), of which this is a
 * short cut.
 */
import { asksForMore, endpointsWithAskedMarks, standingMarks } from '../../envoy/asked-marks.ts';
import { Interned } from '../../envoy/intern.ts';
import type { Cluster, EndpointGroup, Proxy } from '../../envoy/model.ts';
import { resourcePlan, routeNamePlan } from '../../envoy/projection.ts';
import { readCluster } from '../../envoy/read/cluster.ts';
import { readEndpoints } from '../../envoy/read/endpoints.ts';
import { readResource } from '../../envoy/read/resource.ts';
import { nodeOf } from '../../input/join/node.ts';
import type { NameHints, RawDump, RawKind, RawProxy, RawResource } from '../../input/model.ts';
import type { Filling, TextTaker } from '../../input/json/filling.ts';
import type { ResourceRecipe, Take } from '../../input/recall/recall.ts';
import { clusterRecord, endpointsRecord } from '../../inspection/cluster-record.ts';
import { factRecords, noFilter } from '../../inspection/fact-records.ts';
import type { ProxyPartRecord } from '../../inspection/records.ts';
import { beforeItem } from '../../report/document/json.ts';
import { jsonText } from '../../report/document/json-text.ts';
import { proxyOf } from '../../read-proxies.ts';
import type { PageMaker, Draft } from './page-maker.ts';
import { escapeInJson } from './escape-in-json.ts';
import { isLater } from './is-later.ts';
import { fillings, stencilFor } from './fillings.ts';
import { Lines } from './lines.ts';
import { NameSet } from './name-set.ts';
import type { Page } from './page.ts';
import type { Spool } from './spool.ts';

/** What is made of a cluster or of endpoints instead of facts; a line is a record without its beginning. */
interface Written {
  readonly name: string;
  readonly line: string;
  /** Of the endpoints that a cluster brings itself; empty where it has none. */
  readonly ownLine: string;
  /** It asks for marks of endpoints that no other cluster asks for, as a rule. */
  readonly asksForMore: boolean;
  /** A cluster of which the notes speak. */
  readonly cluster?: Cluster;
}

export function inspectionPages(): PageMaker {
  const interned = new Interned();
  const facts = (resource: RawResource): unknown => {
    if (resource.kind === 'cluster') return writtenCluster(readCluster(resource, interned));
    if (resource.kind === 'endpoints') return writtenEndpoints(readEndpoints(resource));
    return readResource(resource, interned);
  };
  return {
    // The document does not tell of routes.
    reading: { resource: resourcePlan, route: routeNamePlan, facts, escape: escapeInJson },
    draft: (spool, name) => new InspectionDraft(spool, name, interned),
  };
}

class InspectionDraft implements Draft {
  readonly #interned: Interned;
  readonly #lists: Readonly<Record<'listeners' | 'clusters' | 'endpoints' | 'own' | 'secrets' | 'modes', Lines>>;
  readonly #names = new NameSet();
  readonly #noted: Cluster[] = [];
  /** The proxy's name, as far as it is known when there is something to write. */
  #name: string;
  isFit = true;
  #hasEndpoints = false;
  #updated: string | undefined;
  hasTaken = false;
  readonly #takers = { clusters: this.#taker('clusters'), endpoints: this.#taker('endpoints') };

  constructor(spool: Spool, { explicit = '' }: NameHints, interned: Interned) {
    this.#interned = interned;
    this.#name = explicit.slice(explicit.indexOf('/') + 1);
    const lines = (): Lines => new Lines(spool, () => beforeRecord(this.#name));
    this.#lists = {
      listeners: lines(),
      clusters: lines(),
      endpoints: lines(),
      own: lines(),
      secrets: lines(),
      modes: lines(),
    };
  }

  readonly take: Take = (resource) => {
    const { kind, state, place, lastUpdated, facts } = resource;
    if (!isWritten(facts)) {
      if (!this.hasTaken && this.#name === '' && kind === 'bootstrap') this.#name = nameIn(resource);
      return false;
    }
    this.hasTaken = true;
    const { name, line, ownLine, cluster } = facts;
    // A line has no room for the number of its document.
    if (place.document !== undefined || facts.asksForMore) this.isFit = false;
    if (name !== '' && this.#names.add(keyOf(kind, state, name))) this.isFit = false;
    if (lastUpdated !== undefined && isLater(lastUpdated, this.#updated)) this.#updated = lastUpdated;
    if (kind === 'endpoints') this.#hasEndpoints = true;
    this.#lists[listOf(kind)].append(line);
    if (ownLine !== '') this.#lists.own.append(ownLine);
    if (cluster !== undefined) this.#noted.push(cluster);
    return true;
  };

  readonly fillingOf = fillings((recipe, source) => this.#filling(recipe, source));

  /** What `take` does with a resource, when it has done so with others of its recipe. */
  #filling(recipe: ResourceRecipe, source: string): Filling | undefined {
    const { kind, state, facts } = recipe.example;
    if (!isWritten(facts) || facts.ownLine !== '' || facts.cluster !== undefined) return undefined;
    const [line, name] = [recipe.stencilOf('facts', 'line'), recipe.stencilOf('facts', 'name')];
    if (line === undefined || name === undefined) return undefined;
    const list = listOf(kind);
    const text = stencilFor([{ text: this.#lists[list].before }, ...line], recipe, source);
    const key = stencilFor([{ text: keyOf(kind, state, '') }, ...name], recipe, source);
    const [updated] = recipe.stencilOf('lastUpdated') ?? [];
    const moment = updated !== undefined && 'name' in updated ? updated.name : undefined;
    const aside = this.#lists[list].asideOf(text);
    return { text, aside, key, into: this.#takers[list], ...(moment !== undefined && { moment }) };
  }

  #taker(list: 'clusters' | 'endpoints'): TextTaker {
    return {
      latest: () => this.#updated ?? '',
      take: (filled) => {
        const { hashes, latest } = filled;
        this.#lists[list].appendLines(filled);
        if (this.#names.addHashes(hashes)) this.isFit = false;
        if (latest !== '') this.#updated = latest;
      },
    };
  }

  settle(): void {
    for (const lines of Object.values(this.#lists)) lines.settle();
  }

  finish(raw: RawProxy, { resources }: RawDump): Omit<Page, 'spool'> | undefined {
    const { name, namespace } = raw;
    const isDoubtful = this.#hasEndpoints && resources.some(({ kind }) => kind === 'cluster-status');
    if (!this.isFit || isDoubtful) return undefined;
    if (!this.hasTaken) this.#name = name;
    const whole = proxyOf(raw, this.#interned);
    if (whole.clusters.some(asksForMore)) return undefined;
    const proxy = this.#asNotesWantIt(whole);
    this.#write(whole);
    const { own, ...lists } = this.#lists;
    const texts = Object.fromEntries(Object.entries(lists).map(([list, lines]) => [list, lines.stretches]));
    const endpoints = [...lists.endpoints.stretches, ...own.stretches];
    return { name, namespace, texts: { ...texts, endpoints }, written: this.#name, proxy };
  }

  /** What was not taken: clusters of the bootstrap stand in no section. */
  #write(proxy: Proxy): void {
    const { clusters, endpoints, own } = this.#lists;
    for (const group of proxy.endpoints) endpoints.append(lineOf(endpointsRecord('', group)));
    for (const cluster of this.#untold(proxy)) {
      clusters.append(lineOf(clusterRecord('', cluster)));
      if (cluster.loadAssignment !== undefined) own.append(lineOf(endpointsRecord('', cluster.loadAssignment)));
    }
    for (const record of factRecords(proxy, new Set(['listeners', 'secrets', 'modes'] as const), noFilter)) {
      if (record.kind === 'listener') this.#lists.listeners.append(lineOf(record));
      if (record.kind === 'secret') this.#lists.secrets.append(lineOf(record));
      if (record.kind === 'mode') this.#lists.modes.append(lineOf(record));
    }
  }

  #untold({ clusters }: Proxy): readonly Cluster[] {
    return clusters.filter(({ name, state }) => state === 'static' && !this.#names.has(keyOf('cluster', state, name)));
  }

  #asNotesWantIt({ counters: _counters, ztunnel: _ztunnel, ...proxy }: Proxy): Proxy {
    const updated = this.#updated;
    return {
      ...proxy,
      listeners: proxy.listeners.filter(isNoted),
      clusters: this.#noted,
      endpoints: [],
      routes: [],
      ...(updated !== undefined && isLater(updated, proxy.updated) && { updated }),
    };
  }
}

function nameIn(bootstrap: Parameters<Take>[0]): string {
  return nodeOf({ resources: [{ ...bootstrap, value: bootstrap.value ?? {} }] })?.name ?? '';
}

/** As resources are told apart when a proxy is put together: static and active ones are both in force. */
function keyOf(kind: string, state: string, name: string): string {
  return `${kind} ${state === 'static' ? 'active' : state} ${name}`;
}

function listOf(kind: RawKind): 'clusters' | 'endpoints' {
  return kind === 'cluster' ? 'clusters' : 'endpoints';
}

function isNoted({ state }: { readonly state: string }): boolean {
  return state === 'rejected' || state === 'warming';
}

function writtenCluster(cluster: Cluster): Written {
  const { name, loadAssignment } = cluster;
  return {
    name,
    line: lineOf(clusterRecord('', cluster)),
    ownLine: loadAssignment === undefined ? '' : endpointsLine(loadAssignment),
    asksForMore: asksForMore(cluster),
    ...(isNoted(cluster) && { cluster }),
  };
}

function writtenEndpoints(group: EndpointGroup): Written {
  return { name: group.clusterName, line: endpointsLine(group), ownLine: '', asksForMore: false };
}

function endpointsLine(group: EndpointGroup): string {
  return lineOf(endpointsRecord('', endpointsWithAskedMarks(group, standingMarks)));
}

function isWritten(facts: unknown): facts is Written {
  return typeof facts === 'object' && facts !== null && 'ownLine' in facts;
}

/** A record as JSON without its kind and its beginning. */
function lineOf(record: ProxyPartRecord): string {
  const { kind: _kind, proxy: _proxy, ...rest } = record;
  return jsonText({ proxy: '', ...rest }).slice(beginning('').length);
}

/** What every record begins with, left out of its line. */
function beginning(proxy: string): string {
  return `{"proxy":${jsonText(proxy)}`;
}

/** What stands before each line of a proxy. */
export function beforeRecord(proxy: string): string {
  return `${beforeItem}${beginning(proxy)}`;
}
