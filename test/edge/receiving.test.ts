import { describe, expect, it } from 'vitest';
import { meshOf } from '../../src/edge/mesh.ts';
import { receive } from '../../src/edge/receiving.ts';
import type { FirstBytes } from '../../src/envoy/connection.ts';
import type { Listener } from '../../src/envoy/model.ts';
import { chainOf, listenerOf, proxyOf } from '../envoy/builders.ts';

const front = listenerOf({
  name: 'front',
  addresses: [{ kind: 'ip', ip: '0.0.0.0', port: 8443 }],
  useOriginalDst: true,
  listenerFilters: [{ kind: 'proxy_protocol', name: '' }],
  filterChains: [chainOf('plaintext')],
});
const behind = listenerOf({
  name: 'behind',
  addresses: [{ kind: 'ip', ip: '0.0.0.0', port: 443 }],
  bindToPort: false,
  filterChains: [
    {
      ...chainOf('mutual TLS'),
      transportSocket: {
        kind: 'tls',
        path: '/transport_socket',
        tls: {
          kind: 'downstream',
          params: {},
          alpn: [],
          certificates: [],
          certificateSecrets: [],
          requireClientCertificate: true,
          fullScanCertsOnSniMismatch: false,
        },
      },
    },
  ],
});

/** What a gateway with these listeners does with a connection to 10.0.0.1:8443. */
function received(listeners: readonly Listener[], bytes: FirstBytes) {
  const proxy = proxyOf({ listeners });
  const gateway = { ...proxy, node: { ...proxy.node, kind: 'router' as const, ips: ['10.0.0.1'] } };
  return receive(meshOf([gateway], new Date(0)), undefined, { ip: '10.0.0.1', port: 8443 }, bytes);
}

/** Bytes behind a PROXY header that names 10.0.0.1 and this port. */
function headed(port: number): FirstBytes {
  const source = { ip: '192.0.2.1', port: 40_000 };
  const carries = { kind: 'addresses', source, destination: { ip: '10.0.0.1', port } } as const;
  return { kind: 'proxy-protocol', carries, payload: { kind: 'http1' } };
}

describe('a connection into a proxy of the mesh', () => {
  it('is judged by the listener that a PROXY header leads to', () => {
    expect(received([front, behind], headed(443))).toMatchObject({
      listener: { name: 'behind' },
      handedFrom: { name: 'front' },
      selection: { kind: 'chain', chain: { name: 'mutual TLS' } },
      tls: { context: { requireClientCertificate: true } },
    });
  });

  it('stays where no listener has the address that the header names', () => {
    const stays = received([front, behind], headed(444));
    expect(stays).toMatchObject({ listener: { name: 'front' }, selection: { chain: { name: 'plaintext' } } });
    expect(stays.handedFrom).toBeUndefined();
    expect(stays.tls).toBeUndefined();
  });

  it('gets no chain where a listener filter closes it', () => {
    const closed = received([front, behind], { kind: 'http1' });
    expect(closed).toMatchObject({ listener: { name: 'front' }, detection: { kind: 'closed' } });
    expect(closed.selection).toBeUndefined();
  });

  it('is refused where nothing listens', () => {
    expect(received([behind], { kind: 'http1' })).toMatchObject({ hasProxy: true, absent: 'no-listener' });
  });
});
