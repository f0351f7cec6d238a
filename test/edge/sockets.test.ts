import { describe, expect, it } from 'vitest';
import { meshOf } from '../../src/edge/mesh.ts';
import { receive } from '../../src/edge/receiving.ts';
import type { Proxy } from '../../src/envoy/model.ts';
import { chainOf, listenerOf, proxyOf } from '../envoy/builders.ts';

/** An Envoy whose node says nothing of addresses, with a listener on one. */
function envoy(name: string, ip: string, ips: readonly string[] = []): Proxy {
  const listener = listenerOf({ addresses: [{ kind: 'ip', ip, port: 8443 }], filterChains: [chainOf('any')] });
  const proxy = proxyOf({ listeners: [listener] });
  return { ...proxy, name, node: { ...proxy.node, pod: '', workload: '', kind: 'unknown', ips } };
}

/** Who takes a connection of `client` to port 8443 of an address, and who may. */
function takes(ip: string, client: Proxy, ...servers: readonly Proxy[]): readonly unknown[] {
  const mesh = meshOf([client, ...servers], new Date(0));
  const { proxy, maybe = [] } = receive(mesh, client, { ip, port: 8443 }, { kind: 'http1' });
  return [proxy?.name, maybe.map(({ name }) => name)];
}

describe('an Envoy that names no address of its own', () => {
  const client = envoy('client', '127.0.0.9');

  it('is reached at the address that a listener of its is on', () => {
    expect(takes('192.0.2.7', client, envoy('server', '192.0.2.7'))).toEqual(['server', []]);
  });

  it('is not taken for one of two that are on the same address', () => {
    expect(takes('192.0.2.7', client, envoy('a', '192.0.2.7'), envoy('b', '192.0.2.7'))).toEqual([undefined, []]);
  });

  it('may be anywhere where it listens on all addresses', () => {
    expect(takes('192.0.2.7', client, envoy('server', '0.0.0.0'))).toEqual([undefined, ['server']]);
  });

  it('is reached at a loopback address of the host', () => {
    expect(takes('127.0.0.2', client, envoy('server', '127.0.0.2'))).toEqual(['server', []]);
  });

  it('is not reached at a loopback address by a pod, which has its own', () => {
    const pod = envoy('client', '127.0.0.9', ['10.0.0.1']);
    expect(takes('127.0.0.2', pod, envoy('server', '127.0.0.2'))).toEqual([undefined, []]);
  });
});
