import { describe, expect, it } from 'vitest';
import type { DestinationRule } from '../../src/policy/destination-rule.ts';
import { endpointMarkMode, trafficFor } from '../../src/policy/tls-settings-for.ts';
import { policiesOf, rule } from './from-yaml.ts';

const mutual = 'tls: {mode: ISTIO_MUTUAL}';
const off = 'tls: {mode: DISABLE}';
const balanced = 'loadBalancer: {simple: RANDOM}';

function read(spec: string): DestinationRule {
  const [first] = policiesOf(rule('shop/cart', `host: cart, ${spec}`)).destinationRules;
  if (first === undefined) throw new Error('no rule was read');
  return first;
}

describe('the tls block that counts for a cluster', () => {
  it('is the one of the rule, where nothing is narrower', () => {
    expect(trafficFor(read(`trafficPolicy: {${off}}`), 80, '').tls?.mode).toBe('DISABLE');
    expect(trafficFor(read('subsets: [{name: v1}]'), 80, '').tls).toBeUndefined();
  });

  it('is DISABLE when the block is there and names no mode', () => {
    expect(trafficFor(read('trafficPolicy: {tls: {}}'), 80, '').tls?.mode).toBe('DISABLE');
  });

  it("is replaced by the port's block, also when that has none, and only for that port", () => {
    const cart = read(`trafficPolicy: {${mutual}, portLevelSettings: [{port: {number: 80}, ${balanced}}]}`);
    expect(trafficFor(cart, 80, '')).toMatchObject({ portDropsTls: { mode: 'ISTIO_MUTUAL' } });
    expect(trafficFor(cart, 80, '').tls).toBeUndefined();
    expect(trafficFor(cart, 81, '').tls?.mode).toBe('ISTIO_MUTUAL');
  });

  it("is the subset's where it has one, else the rule's", () => {
    const subsets = `subsets: [{name: a, trafficPolicy: {${off}}}, {name: b, trafficPolicy: {${balanced}}}, {name: c}]`;
    const cart = read(`trafficPolicy: {${mutual}}, ${subsets}`);
    const modes = ['a', 'b', 'c'].map((subset) => trafficFor(cart, 80, subset).tls?.mode);
    expect(modes).toEqual(['DISABLE', 'ISTIO_MUTUAL', 'ISTIO_MUTUAL']);
  });

  it("is gone where the subset's port block has none", () => {
    const port = `portLevelSettings: [{port: {number: 80}, ${balanced}}]`;
    const cart = read(`trafficPolicy: {${mutual}}, subsets: [{name: a, trafficPolicy: {${port}}}]`);
    expect(trafficFor(cart, 80, 'a').tls).toBeUndefined();
    expect(trafficFor(cart, 81, 'a').tls?.mode).toBe('ISTIO_MUTUAL');
  });
});

describe('the mode that endpoints are marked by', () => {
  it("is the one around a port's block without tls", () => {
    const cart = read(`trafficPolicy: {${off}, portLevelSettings: [{port: {number: 80}, ${balanced}}]}`);
    expect(endpointMarkMode(cart, 80, '')).toBe('DISABLE');
  });

  it("is the subset's, else the rule's, and nothing for a subset that does not exist", () => {
    const cart = read(`trafficPolicy: {${mutual}}, subsets: [{name: a, trafficPolicy: {${off}}}, {name: b}]`);
    expect(['a', 'b', 'c'].map((subset) => endpointMarkMode(cart, 80, subset))).toEqual([
      'DISABLE',
      'ISTIO_MUTUAL',
      undefined,
    ]);
  });
});
