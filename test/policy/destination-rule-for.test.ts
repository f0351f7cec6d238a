import { describe, expect, it } from 'vitest';
import {
  destinationRuleFor,
  indexDestinationRules,
  rulesForOthers,
  type DestinationRuleIndex,
  type EffectiveDestinationRule,
} from '../../src/policy/destination-rule-for.ts';
import { rulesPassedOver } from '../../src/policy/destination-rule-passed-over.ts';
import { meshSettings } from '../../src/policy/mesh-settings.ts';
import type { Workload } from '../../src/policy/selector.ts';
import { fullName } from '../../src/policy/resource.ts';
import { policiesOf, rule } from './from-yaml.ts';

const client: Workload = { namespace: 'front', labels: { app: 'ui' } };
const service = { host: 'cart.shop.svc.cluster.local', namespace: 'shop' };
const host = `host: ${service.host}`;
const tls = (mode: string): string => `trafficPolicy: {tls: {mode: ${mode}}}`;

function index(...yaml: readonly string[]): DestinationRuleIndex {
  const policies = policiesOf(yaml.join(''));
  return indexDestinationRules(policies.destinationRules, meshSettings(policies));
}

function found(rules: DestinationRuleIndex, from = client): EffectiveDestinationRule | undefined {
  return destinationRuleFor(rules, from, service);
}

function name(rules: DestinationRuleIndex, from = client): string | undefined {
  const effective = found(rules, from);
  return effective && fullName(effective.rule);
}

function reasons(rules: DestinationRuleIndex, from = client): Readonly<Record<string, string>> {
  const passed = rulesPassedOver(rules, from, service, found(rules, from));
  return Object.fromEntries(passed.map((each) => [fullName(each.rule), each.reason]));
}

function forOtherClients(rules: DestinationRuleIndex): readonly string[] {
  return rulesForOthers(rules, client, service).map((each) => fullName(each));
}

describe('the DestinationRule that counts for a client and a service', () => {
  it("comes from the client's namespace, then the service's, then the root's", () => {
    const mine = rule('front/mine', host);
    const theirs = rule('shop/theirs', host);
    const root = rule('istio-system/root', 'host: "*.local"');
    expect(found(index(root))).toMatchObject({ step: 'root-namespace' });
    expect(found(index(root, theirs))).toMatchObject({ step: 'service-namespace' });
    const all = index(root, theirs, mine);
    expect(found(all)).toMatchObject({ step: 'client-namespace' });
    expect(reasons(all)).toEqual({ 'shop/theirs': 'later-step', 'istio-system/root': 'later-step' });
  });

  it('is never one of a third namespace', () => {
    const rules = index(rule('third/rule', host));
    expect(name(rules)).toBeUndefined();
    expect(reasons(rules)).toEqual({ 'third/rule': 'namespace-not-asked' });
  });

  it("is a wildcard of the client's namespace before an exact one of the service's", () => {
    expect(name(index(rule('front/wild', 'host: "*.svc.cluster.local"'), rule('shop/exact', host)))).toBe('front/wild');
  });

  it('is none where the client’s namespace has one for other clients, and those are told apart', () => {
    const forOthers = rule('front/others', `${host}, workloadSelector: {matchLabels: {app: batch}}`);
    const theirs = rule('shop/theirs', host);
    expect(name(index(forOthers, theirs))).toBeUndefined();
    expect(forOtherClients(index(forOthers, theirs))).toEqual(['front/others']);
    expect(forOtherClients(index(forOthers, theirs, rule('front/mine', host)))).toEqual([]);
    expect(forOtherClients(index(theirs))).toEqual([]);
  });

  it('has the most specific host of its namespace, whatever its age', () => {
    const rules = index(
      rule('shop/all', 'host: "*"', '2020-01-01T00:00:00Z'),
      rule('shop/ns', 'host: "*.shop.svc.cluster.local"', '2021-01-01T00:00:00Z'),
      rule('shop/exact', host, '2022-01-01T00:00:00Z'),
    );
    expect(name(rules)).toBe('shop/exact');
    expect(reasons(rules)).toEqual({ 'shop/all': 'less-specific', 'shop/ns': 'less-specific' });
  });

  it("resolves a short name in the rule's own namespace, and only a name without dots", () => {
    expect(name(index(rule('shop/short', 'host: cart')))).toBe('shop/short');
    expect(name(index(rule('front/short', 'host: cart')))).toBeUndefined();
    const dotted = index(rule('shop/dotted', 'host: cart.shop'));
    expect(name(dotted)).toBeUndefined();
    expect(reasons(dotted)).toEqual({ 'shop/dotted': 'host-differs' });
  });

  it('is exported to the client, else the search goes on', () => {
    const rules = index(
      rule('shop/private', `${host}, exportTo: ["."]`),
      rule('istio-system/root', 'host: "*.local", exportTo: [front]'),
    );
    expect(name(rules)).toBe('istio-system/root');
    expect(reasons(rules)).toEqual({ 'shop/private': 'not-exported' });
    expect(name(rules, { namespace: 'shop', labels: {} })).toBe('shop/private');
  });

  it('does not count in its own namespace when it is exported elsewhere only', () => {
    const rules = index(rule('shop/away', `${host}, exportTo: [front]`));
    expect(name(rules)).toBe('shop/away');
    expect(name(rules, { namespace: 'shop', labels: {} })).toBeUndefined();
  });

  it("takes the mesh's default for exportTo", () => {
    const mesh = '---\ndefaultDestinationRuleExportTo: ["."]\n';
    expect(name(index(rule('shop/rule', host), mesh))).toBeUndefined();
  });

  it('asks the service before the root namespace for clients in the root namespace', () => {
    const rules = index(rule('istio-system/all', 'host: "*.local"'), rule('shop/cart', host));
    expect(name(rules, { namespace: 'istio-system', labels: {} })).toBe('shop/cart');
    const own = index(rule('istio-system/own', 'host: "*.local", exportTo: ["."]'), rule('shop/cart', host));
    expect(name(own, { namespace: 'istio-system', labels: {} })).toBe('istio-system/own');
  });

  it('is for the clients its workloadSelector selects, of its own namespace', () => {
    const selected = 'workloadSelector: {matchLabels: {app: ui}}';
    const rules = index(rule('front/ui', `${host}, ${selected}`), rule('front/rest', host));
    expect(name(rules)).toBe('front/ui');
    expect(name(rules, { namespace: 'front', labels: { app: 'job' } })).toBe('front/rest');
    expect(name(index(rule('shop/ui', `${host}, ${selected}`)))).toBeUndefined();
  });

  it('ends the search in a namespace whose rules are for other clients', () => {
    const rules = index(
      rule('front/job', `${host}, workloadSelector: {matchLabels: {app: job}}`),
      rule('shop/cart', host),
    );
    expect(name(rules)).toBeUndefined();
    expect(reasons(rules)).toEqual({ 'front/job': 'selector-does-not-match', 'shop/cart': 'later-step' });
  });
});

describe('rules for the same host in one namespace', () => {
  const first = rule('shop/a', `${host}, ${tls('DISABLE')}, subsets: [{name: v1}]`);
  const second = rule('shop/b', `${host}, ${tls('ISTIO_MUTUAL')}, subsets: [{name: v1}, {name: v2}]`);

  it("merge into the oldest: its trafficPolicy stays, the other's new subsets are added", () => {
    const effective = found(index(first, second));
    expect(effective?.rule.trafficPolicy?.tls?.mode).toBe('DISABLE');
    expect(effective?.rule.subsets.map((each) => each.name)).toEqual(['v1', 'v2']);
    expect(effective?.consolidated.dropped.map(({ part }) => part)).toEqual([
      { kind: 'subset', name: 'v1' },
      { kind: 'traffic-policy' },
    ]);
    expect(reasons(index(first, second))).toEqual({ 'shop/b': 'merged' });
  });

  it('take over a trafficPolicy where the oldest has none', () => {
    const effective = found(index(rule('shop/a', `${host}, subsets: [{name: v1}]`), second));
    expect(effective?.rule.trafficPolicy?.tls?.mode).toBe('ISTIO_MUTUAL');
  });

  it('stand side by side where they are exported differently, and the last one counts', () => {
    const open = rule('shop/a', `${host}, ${tls('DISABLE')}, exportTo: [front]`);
    const wide = rule('shop/b', `${host}, ${tls('ISTIO_MUTUAL')}`);
    expect(found(index(open, wide))?.rule.trafficPolicy?.tls?.mode).toBe('ISTIO_MUTUAL');
  });
});
