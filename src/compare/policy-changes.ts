/** Istio's and the Gateway API's resources, and mesh-wide settings, that differ. */
import type { Evidence, Place } from '../evidence.ts';
import { evidence } from '../evidence.ts';
import { masked } from '../input/locate/mask.ts';
import type { JsonValue, RawResource } from '../input/model.ts';
import { isObject, textAt } from '../policy/fields.ts';
import type { MeshConfig } from '../policy/mesh-config.ts';
import { readPolicies } from '../policy/policies.ts';
import { header, manifest } from '../policy/resource.ts';
import { canonical, factChanges, type Fact, type FactChange } from './facts/fact.ts';

export interface PolicyChange {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly change: 'changed' | 'added' | 'removed';
  readonly facts: readonly FactChange[];
  readonly before: readonly Evidence[];
  readonly after: readonly Evidence[];
}

/** Compares by kind, namespace and name; status, labels of tools and the order of keys are no change. */
export function policyChanges(before: readonly RawResource[], after: readonly RawResource[]): readonly PolicyChange[] {
  const [was, is] = [described(before), described(after)];
  return [...new Set([...was.keys(), ...is.keys()])].toSorted().flatMap((key): readonly PolicyChange[] => {
    const [one, other] = [was.get(key), is.get(key)];
    const known = other ?? one;
    if (known === undefined) return [];
    const { kind, namespace, name } = known;
    if (one === undefined || other === undefined) {
      const change = one === undefined ? ('added' as const) : ('removed' as const);
      return [{ kind, namespace, name, change, facts: [], before: point(one, ['']), after: point(other, ['']) }];
    }
    const facts = factChanges(one.facts, other.facts);
    if (facts.length === 0) return [];
    const paths = [...new Set(facts.map((fact) => (fact.after ?? fact.before)?.path ?? ''))].slice(0, 3);
    return [{ kind, namespace, name, change: 'changed', facts, before: point(one, paths), after: point(other, paths) }];
  });
}

function point(policy: Policy | undefined, paths: readonly string[]): readonly Evidence[] {
  return policy === undefined ? [] : paths.map((path) => evidence(policy.place, path));
}

interface Policy {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly place: Place;
  readonly facts: readonly Fact[];
}

/** Groups whose resources bear on mutual TLS; a Secret or a Deployment is nobody's business here. */
const groups = /(?:^|\.)istio\.io$|^gateway\.networking\.k8s\.io$/;

function described(objects: readonly RawResource[]): ReadonlyMap<string, Policy> {
  const resources = objects.filter(({ kind }) => kind === 'kubernetes').flatMap(istioResource);
  const configs = readPolicies(objects).meshConfigs.map(meshConfig);
  return new Map([...resources, ...configs].map((each) => [`${each.kind} ${each.namespace}/${each.name}`, each]));
}

function istioResource(raw: RawResource): readonly Policy[] {
  const from = manifest(raw);
  if (!groups.test(from.group) || from.spec === undefined) return [];
  const { namespace, name } = header(from.kind, from);
  return [{ kind: from.kind, namespace, name, place: raw.place, facts: leaves(from.spec, ['spec']) }];
}

function meshConfig(config: MeshConfig): Policy {
  const { place, path, name, fields: _fields, ...settings } = config;
  const values = Object.entries(settings).map(([key, value]) => ({ name: key, value: canonical(value), path }));
  return { kind: 'MeshConfig', namespace: '', name: name === '' ? 'mesh' : name, place, facts: values };
}

/** Every value with its pointer. Secrets that somebody wrote into a resource are compared and not repeated. */
function leaves(value: JsonValue, tokens: readonly string[]): readonly Fact[] {
  if (isObject(value)) return Object.entries(value).flatMap(([key, each]) => leaves(each, [...tokens, key]));
  if (Array.isArray(value))
    return value.flatMap((each: JsonValue, at) => leaves(each, [...tokens, nameIn(each) ?? String(at)]));
  const path = `/${tokens.slice(0, 2).map(escaped).join('/')}`;
  return [{ name: tokens.slice(1).join('.'), value: plain(value), shown: plain(masked(value, tokens)), path }];
}

function plain(value: JsonValue): string {
  return typeof value === 'string' ? value : canonical(value);
}

/** Subsets, servers and the like are told apart by their names. */
function nameIn(value: JsonValue): string | undefined {
  return isObject(value) ? textAt(value, 'name') : undefined;
}

function escaped(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
