import { describe, expect, it } from 'vitest';
import { ByHost } from '../../src/policy/by-host.ts';

const hosts = [
  '*',
  '*.shop.svc.cluster.local',
  '*.local',
  'cart.shop.svc.cluster.local',
  'till.shop.svc.cluster.local',
];
const byHost = new ByHost(new Map(hosts.map((host) => [host, host])));

describe('what is known by hosts', () => {
  it.each([
    ['cart.shop.svc.cluster.local', 'cart.shop.svc.cluster.local'],
    ['bank.shop.svc.cluster.local', '*.shop.svc.cluster.local'],
    ['web.demo.svc.cluster.local', '*.local'],
    ['example.com', '*'],
    ['*.shop.svc.cluster.local', '*.shop.svc.cluster.local'],
    ['*.demo.svc.cluster.local', '*.local'],
  ])('is found by the most specific: %s by %s', (host, most) => {
    expect(byHost.mostSpecific(host)).toBe(most);
  });

  it('is not found where no host covers it', () => {
    expect(new ByHost(new Map([['*.local', 1]])).mostSpecific('example.com')).toBeUndefined();
  });

  it.each([
    ['cart.shop.svc.cluster.local', ['*', '*.local', '*.shop.svc.cluster.local', 'cart.shop.svc.cluster.local']],
    ['*.shop.svc.cluster.local', ['*', '*.local', '*.shop.svc.cluster.local']],
    ['example.com', ['*']],
  ])('is all found that covers %s', (host, covering) => {
    expect(byHost.covering(host).toSorted()).toEqual(covering);
  });
});
