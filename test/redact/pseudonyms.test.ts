import { describe, expect, it } from 'vitest';
import { turnedBack } from '../../src/redact/pseudonyms/turn-back.ts';
import { Pseudonyms } from '../../src/redact/pseudonyms/pseudonyms.ts';

const key = 'ab'.repeat(32);
const fresh = (): Pseudonyms => new Pseudonyms({ key });

describe('pseudonyms', () => {
  it('are the same wherever a name stands', () => {
    const names = fresh();
    const host = names.text('checkout.shop.svc.cluster.local');
    const [service = '', namespace = ''] = host.split('.');
    expect(names.text('outbound|8080|v1|checkout.shop.svc.cluster.local')).toBe(`outbound|8080|v1|${host}`);
    expect(names.text('spiffe://cluster.local/ns/shop/sa/checkout')).toBe(
      `spiffe://cluster.local/ns/${namespace}/sa/${service}`,
    );
    expect(host).not.toMatch(/checkout|shop/u);
  });

  it('keep what Envoy, Istio and Kubernetes call their own', () => {
    const own = [
      'PassthroughCluster',
      'virtualInbound',
      'ROOTCA',
      'outbound_.80_._.',
      'envoy.transport_socket_match',
      'istio-system',
      'tlsMode-istio',
    ];
    expect(own.map((name) => fresh().text(name))).toEqual(own);
  });

  it('keep a pod’s name in the form of its workload and what Kubernetes made up', () => {
    const names = fresh();
    const pod = names.text('checkout-cb84d7d4d-pnlss');
    expect(pod).toMatch(/^anon\d+-[bcdfghjklmnpqrstvwxz2456789]{9}-[bcdfghjklmnpqrstvwxz2456789]{5}$/u);
    expect(pod.startsWith(`${names.text('checkout')}-`)).toBe(true);
  });

  it('keep addresses in their ranges, and what means the host itself or nobody', () => {
    const names = fresh();
    const [one, other] = ['10.77.0.12', '10.77.0.13'].map((ip) => names.text(ip));
    expect(one).toMatch(/^10\./u);
    expect(one).not.toBe('10.77.0.12');
    expect(one?.split('.').slice(0, 3)).toEqual(other?.split('.').slice(0, 3));
    expect(names.text('0.0.0.0_8080 127.0.0.1:15000 [::1]:80 ::')).toBe('0.0.0.0_8080 127.0.0.1:15000 [::1]:80 ::');
    expect(names.text('10.77.0.12:8080')).toBe(`${one}:8080`);
    expect(names.text('[2001:db8:1::7]:80')).toMatch(/^\[2001:[0-9a-f:]+\]:80$/u);
    expect(names.text('fd00:10:20::5')).not.toContain('20::5');
  });

  it('find addresses in the names of pods and nodes', () => {
    const names = fresh();
    const host = names.text('10-77-0-12.web.demo.pod');
    expect(host.split('.')[0]).toBe(names.text('10.77.0.12').replaceAll('.', '-'));
    expect(turnedBack(host, names.map)).toBe('10-77-0-12.web.demo.pod');
  });

  it('leave patterns what they are', () => {
    expect(fresh().text(String.raw`.*\.example-shop\.com|\d+`)).toMatch(/^\.\*\\\.anon\d+-anon\d+\\\.com\|\\d\+$/u);
  });

  it('replace digests by digests, the same in hexadecimal digits and base64', () => {
    const names = fresh();
    const bytes = Buffer.from('0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'hex');
    const hex = names.digest(bytes.toString('hex'));
    expect(hex).toMatch(/^[0-9a-f]{64}$/u);
    expect(Buffer.from(names.digest(bytes.toString('base64')), 'base64').toString('hex')).toBe(hex);
  });

  it('are other ones under another key, and go on from a map that was kept', () => {
    const names = fresh();
    const address = names.text('10.1.2.3');
    const word = names.text('checkout');
    expect(new Pseudonyms({ key: 'cd'.repeat(32) }).text('10.1.2.3')).not.toBe(address);
    const again = new Pseudonyms(names.map);
    expect(again.text('payments')).not.toBe(word);
    expect(again.text('checkout 10.1.2.3')).toBe(`${word} ${address}`);
  });
});
