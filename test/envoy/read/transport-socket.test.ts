import { describe, expect, it } from 'vitest';
import { Interned } from '../../../src/envoy/intern.ts';
import type { TransportSocket } from '../../../src/envoy/model.ts';
import { readTransportSocket } from '../../../src/envoy/read/transport-socket.ts';
import type { JsonObject } from '../../../src/input/model.ts';

const v3 = 'type.googleapis.com/envoy.extensions.transport_sockets';
const upstreamTls: JsonObject = {
  name: 'envoy.transport_sockets.tls',
  typed_config: { '@type': `${v3}.tls.v3.UpstreamTlsContext`, sni: 'web' },
};

function upstream(holder: JsonObject): TransportSocket | undefined {
  return readTransportSocket(holder, 'upstream', new Interned());
}

describe('the transport socket of a cluster or filter chain', () => {
  it('is absent where none is configured', () => {
    expect(upstream({ name: 'web' })).toBeUndefined();
  });

  it('is TLS of v3, with the path of its context', () => {
    expect(upstream({ transport_socket: upstreamTls })).toMatchObject({
      kind: 'tls',
      tls: { kind: 'upstream', sni: 'web' },
      path: '/transport_socket/typed_config',
    });
  });

  it('is TLS in camelCase', () => {
    const socket = { name: 'tls', typedConfig: { '@type': `${v3}.tls.v3.UpstreamTlsContext`, sni: 'web' } };
    expect(upstream({ transportSocket: socket })).toMatchObject({ tls: { sni: 'web' } });
  });

  it.each(['tls_context', 'hidden_envoy_deprecated_tls_context'])('is TLS by v2’s %s', (name) => {
    expect(upstream({ [name]: { sni: 'web' } })).toMatchObject({ tls: { sni: 'web' }, path: `/${name}` });
  });

  it('is transport_socket where tls_context stands beside it', () => {
    const holder = { tls_context: { sni: 'old' }, transport_socket: upstreamTls };
    expect(upstream(holder)).toMatchObject({ tls: { sni: 'web' } });
  });

  it('is told by its type, whatever its name says', () => {
    const misnamed = { ...upstreamTls, name: 'envoy.transport_sockets.raw_buffer' };
    expect(upstream({ transport_socket: misnamed })?.kind).toBe('tls');
  });

  it.each(['tls', 'envoy.transport_sockets.tls'])('is told by v2’s name %s where no type is given', (name) => {
    const holder = { transport_socket: { name, config: { require_client_certificate: true } } };
    expect(readTransportSocket(holder, 'downstream', new Interned())).toMatchObject({
      tls: { kind: 'downstream', requireClientCertificate: true },
      path: '/transport_socket/config',
    });
  });

  it('is unwrapped from TypedStruct', () => {
    const any = {
      '@type': 'type.googleapis.com/udpa.type.v1.TypedStruct',
      type_url: `${v3}.tls.v3.UpstreamTlsContext`,
      value: { sni: 'web' },
    };
    expect(upstream({ transport_socket: { name: 'x', typed_config: any } })).toMatchObject({
      tls: { sni: 'web' },
      path: '/transport_socket/typed_config/value',
    });
  });

  it.each([
    ['raw_buffer.v3.RawBuffer', { kind: 'raw' }],
    ['alts.v3.Alts', { kind: 'alts' }],
    ['proxy_protocol.v3.ProxyProtocolUpstreamTransport', { kind: 'proxy-protocol', inner: { kind: 'tls' } }],
    ['internal_upstream.v3.InternalUpstreamTransport', { kind: 'internal-upstream', inner: { kind: 'tls' } }],
    ['http_11_proxy.v3.Http11ProxyUpstreamTransport', { kind: 'wrapper', name: 'http_11_proxy' }],
    ['tap.v3.Tap', { kind: 'wrapper', name: 'tap', inner: { kind: 'tls' } }],
    ['tcp_stats.v3.Config', { kind: 'wrapper', name: 'tcp_stats', inner: { kind: 'tls' } }],
    ['s2a.v3.S2AConfiguration', { kind: 'unrecognised' }],
  ])('is read as %s', (type, expected) => {
    const socket = { name: 'x', typed_config: { '@type': `${v3}.${type}`, transport_socket: upstreamTls } };
    expect(upstream({ transport_socket: socket })).toMatchObject(expected);
  });

  it('keeps the path of a context inside a wrapper', () => {
    const wrapped = {
      name: 'x',
      typed_config: {
        '@type': `${v3}.proxy_protocol.v3.ProxyProtocolUpstreamTransport`,
        transport_socket: upstreamTls,
      },
    };
    expect(upstream({ transport_socket: wrapped })).toMatchObject({
      inner: { path: '/transport_socket/typed_config/transport_socket/typed_config' },
    });
  });

  it('begins in cleartext with STARTTLS, whose TLS context is no socket of its own', () => {
    const socket = {
      name: 'x',
      typed_config: { '@type': `${v3}.starttls.v3.UpstreamStartTlsConfig`, tls_socket_config: { sni: 'db' } },
    };
    expect(upstream({ transport_socket: socket })).toMatchObject({ kind: 'starttls', inner: { tls: { sni: 'db' } } });
  });

  it('is TLS over QUIC', () => {
    const typed = { '@type': `${v3}.quic.v3.QuicDownstreamTransport`, downstream_tls_context: {} };
    const holder = { transport_socket: { name: 'quic', typed_config: typed } };
    expect(readTransportSocket(holder, 'downstream', new Interned())).toMatchObject({
      kind: 'tls',
      quic: true,
      path: '/transport_socket/typed_config/downstream_tls_context',
    });
  });

  it('keeps the type that nobody knows', () => {
    const socket = { name: 'x', typed_config: { '@type': 'type.googleapis.com/acme.Socket' } };
    expect(upstream({ transport_socket: socket })).toEqual({ kind: 'unrecognised', typeUrl: 'acme.Socket' });
  });

  it('ends at wrappers nested without end', () => {
    let socket: JsonObject = upstreamTls;
    for (let depth = 0; depth < 40; depth++) {
      socket = { name: 'x', typed_config: { '@type': `${v3}.tap.v3.Tap`, transport_socket: socket } };
    }
    expect(JSON.stringify(upstream({ transport_socket: socket }))).toContain('nested too deeply');
  });

  it('is one object for all who repeat it', () => {
    const interned = new Interned();
    const read = (): TransportSocket | undefined =>
      readTransportSocket({ transport_socket: structuredClone(upstreamTls) }, 'upstream', interned);
    expect(read()).toBe(read());
  });

  it('is not shared between the two sides of a connection', () => {
    const interned = new Interned();
    const holder = { tls_context: {} };
    const both = [
      readTransportSocket(holder, 'upstream', interned),
      readTransportSocket(holder, 'downstream', interned),
    ];
    expect(both).toMatchObject([{ tls: { kind: 'upstream' } }, { tls: { kind: 'downstream' } }]);
  });
});
