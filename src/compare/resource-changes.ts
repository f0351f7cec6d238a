/** Listeners, filter chains, clusters, endpoints and secrets that differ in what bears on TLS, by their names. */
import type { EndpointGroup, FilterChain, Listener, Proxy, Resource } from '../envoy/model.ts';
import { evidence, type Evidence } from '../evidence.ts';
import { chainFacts, matchText } from './facts/chain-facts.ts';
import { clusterFacts } from './facts/cluster-facts.ts';
import { endpointFacts } from './facts/endpoint-facts.ts';
import { factChanges, type Fact, type FactChange } from './facts/fact.ts';
import { listenerFacts } from './facts/listener-facts.ts';
import { renewalFacts, secretFacts } from './facts/secret-facts.ts';
import type { ProxyPair } from './pair-proxies.ts';

export type ComparedKind = 'listener' | 'filter chain' | 'cluster' | 'endpoints' | 'secret';

/** A resource that differs. `rotated`: a certificate was renewed, for the same owner and under the same root. */
export interface ResourceChange {
  readonly workload: string;
  readonly kind: ComparedKind;
  /** Of a filter chain: `LISTENER CHAIN`. */
  readonly name: string;
  readonly change: 'changed' | 'added' | 'removed' | 'rotated';
  readonly facts: readonly FactChange[];
  readonly before: readonly Evidence[];
  readonly after: readonly Evidence[];
}

/** Differences between two dumps of one workload's proxies, in order of kind and name. */
export function* resourceChanges(pair: ProxyPair): Generator<ResourceChange> {
  if (pair.kind !== 'both' || pair.by === 'replica') return;
  for (const described of byKind(pair.before, pair.after)) {
    const names = [...new Set([...described.before.keys(), ...described.after.keys()])].toSorted();
    for (const name of names) {
      const change = compare(described.before.get(name), described.after.get(name));
      if (change !== undefined) yield { workload: pair.workload, kind: described.kind, name, ...change };
    }
  }
}

/** A resource as it is compared. */
interface Described {
  readonly facts: readonly Fact[];
  /** What a renewal changes. */
  readonly renewal?: readonly Fact[];
  readonly point: (path: string) => Evidence;
}

type Named = ReadonlyMap<string, Described>;

function byKind(
  before: Proxy,
  after: Proxy,
): readonly { readonly kind: ComparedKind; readonly before: Named; readonly after: Named }[] {
  const both = (kind: ComparedKind, describe: (proxy: Proxy, other: Proxy) => Named) => ({
    kind,
    before: describe(before, after),
    after: describe(after, before),
  });
  return [
    both('listener', listeners),
    both('filter chain', chains),
    both('cluster', clusters),
    both('endpoints', endpoints),
    both('secret', secrets),
  ];
}

function compare(
  before: Described | undefined,
  after: Described | undefined,
): Omit<ResourceChange, 'workload' | 'kind' | 'name'> | undefined {
  if (before === undefined)
    return after === undefined ? undefined : { change: 'added', facts: [], before: [], after: [after.point('')] };
  if (after === undefined) return { change: 'removed', facts: [], before: [before.point('')], after: [] };
  const facts = factChanges(before.facts, after.facts);
  if (facts.length > 0) return { change: 'changed', facts, ...evidenceOf(facts, before, after) };
  const renewed = factChanges(before.renewal ?? [], after.renewal ?? []);
  return renewed.length === 0
    ? undefined
    : { change: 'rotated', facts: renewed, ...evidenceOf(renewed, before, after) };
}

/** Where one side does not say a thing, the place where it would. */
function evidenceOf(
  facts: readonly FactChange[],
  before: Described,
  after: Described,
): Pick<ResourceChange, 'before' | 'after'> {
  const paths = (side: 'before' | 'after'): readonly string[] => [
    ...new Set(facts.map((fact) => (fact[side] ?? fact.before ?? fact.after)?.path ?? '')),
  ];
  return { before: paths('before').map(before.point), after: paths('after').map(after.point) };
}

/** The one in force of each name: a refused or waiting version stands beside it. */
export function inForce<R extends Resource>(resources: readonly R[]): ReadonlyMap<string, R> {
  const found = new Map<string, R>();
  for (const resource of resources) {
    if (resource.state === 'rejected') continue;
    const known = found.get(resource.name);
    const better = known === undefined || (known.state !== 'active' && known.state !== 'static');
    if (better) found.set(resource.name, resource);
  }
  return found;
}

function named<R extends Resource>(resources: readonly R[], facts: (resource: R) => Omit<Described, 'point'>): Named {
  return new Map(
    [...inForce(resources)].map(([name, resource]) => [
      name,
      { ...facts(resource), point: (path) => evidence(resource.place, path) },
    ]),
  );
}

function listeners(proxy: Proxy): Named {
  return named(proxy.listeners, (listener) => ({ facts: listenerFacts(listener) }));
}

function clusters({ clusters: all, node }: Proxy): Named {
  return named(all, (cluster) => ({ facts: clusterFacts(cluster, node.envoyVersion) }));
}

function secrets(proxy: Proxy): Named {
  return named(proxy.secrets, (secret) => ({ facts: secretFacts(secret), renewal: renewalFacts(secret) }));
}

function chains({ listeners: all, node }: Proxy, other: Proxy): Named {
  const others = inForce(other.listeners);
  return new Map(
    [...inForce(all).values()].flatMap((listener) => {
      const rivals = others.get(listener.name);
      return chainsOf(listener).map((chain) => [
        `${listener.name} ${chainName(chain, listener, rivals)}`,
        {
          facts: chainFacts(chain, node.envoyVersion),
          point: (path: string) => evidence(listener.place, path === '' ? chain.path : path),
        },
      ]);
    }),
  );
}

function chainsOf({ filterChains, defaultFilterChain }: Listener): readonly FilterChain[] {
  return defaultFilterChain === undefined ? filterChains : [...filterChains, defaultFilterChain];
}

/** Its name where no other chain has it on either side, else what it takes, which is its own. */
function chainName(chain: FilterChain, listener: Listener, rivals: Listener | undefined): string {
  if (chain === listener.defaultFilterChain) return 'default_filter_chain';
  const alone = (each: Listener | undefined): boolean =>
    (each?.filterChains.filter(({ name }) => name === chain.name).length ?? 0) < 2;
  if (chain.name !== '' && alone(listener) && alone(rivals)) return chain.name;
  return `${chain.name} for ${matchText(chain.match)}`.trim();
}

function endpoints({ endpoints: groups }: Proxy): Named {
  const best = new Map<string, EndpointGroup>();
  for (const group of groups) if (group.metadataKnown) best.set(group.clusterName, group);
  return new Map(
    [...best].map(([name, group]) => [
      name,
      { facts: endpointFacts(group), point: (path: string) => evidence(group.place, path) },
    ]),
  );
}
