import { describe, expect, it } from 'vitest';
import { assembleProxy } from '../../src/envoy/assemble-proxy.ts';
import type { JsonObject } from '../../src/input/model.ts';
import { serverModeOf, serverModes } from '../../src/istio/server-mode.ts';
import { raw, rawDump, rawProxy } from '../envoy/raw.ts';

const mutual: JsonObject = {
  name: 'envoy.transport_sockets.tls',
  typed_config: {
    '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
    require_client_certificate: true,
    common_tls_context: {
      tls_certificate_sds_secret_configs: [{ name: 'default', sds_config: { ads: {} } }],
      combined_validation_context: {
        default_validation_context: { match_subject_alt_names: [{ prefix: 'spiffe://cluster.local/' }] },
        validation_context_sds_secret_config: { name: 'ROOTCA', sds_config: { ads: {} } },
      },
    },
  },
};
const oneWay: JsonObject = {
  name: 'envoy.transport_sockets.tls',
  typed_config: {
    '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
    common_tls_context: { tls_certificate_sds_secret_configs: [{ name: 'kubernetes://web', sds_config: { ads: {} } }] },
  },
};
const istioAlpn = ['istio', 'istio-peer-exchange', 'istio-http/1.0', 'istio-http/1.1', 'istio-h2'];

function tcp(cluster: string): JsonObject {
  return {
    name: 'envoy.filters.network.tcp_proxy',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
      cluster,
    },
  };
}

function chain(match: JsonObject, socket?: JsonObject, cluster = 'inbound|8080||'): JsonObject {
  return {
    filter_chain_match: match,
    filters: [tcp(cluster)],
    ...(socket === undefined ? {} : { transport_socket: socket }),
  };
}

function listener(name: string, port: number, chains: readonly JsonObject[], rest: JsonObject = {}): JsonObject {
  return {
    name,
    address: { socket_address: { address: '0.0.0.0', port_value: port } },
    filter_chains: chains,
    traffic_direction: 'INBOUND',
    ...rest,
  };
}

function virtualInbound(...chains: readonly JsonObject[]): JsonObject {
  const inspector = { name: 'envoy.filters.listener.original_dst' };
  return listener('virtualInbound', 15006, chains, { listener_filters: [inspector] });
}

/** A listener of Istio ≤ 1.5, for one address and port of the pod. */
function perIp(chains: readonly JsonObject[]): JsonObject {
  return {
    name: '10.0.0.1_9080',
    address: { socket_address: { address: '10.0.0.1', port_value: 9080 } },
    deprecated_v1: { bind_to_port: false },
    filter_chains: chains,
  };
}

/** A chain for TLS and one for everything else. */
function both(port: number): readonly JsonObject[] {
  return [
    chain({ destination_port: port, transport_protocol: 'tls' }, mutual),
    chain({ destination_port: port, transport_protocol: 'raw_buffer' }),
  ];
}

function modes(...listeners: readonly JsonObject[]): readonly string[] {
  const proxy = assembleProxy(rawProxy(rawDump(listeners.map((value) => raw('listener', value)))));
  return serverModes(proxy).map(({ port, serverNames, mode }) => `${[port, ...serverNames].join(' ')} ${mode}`);
}

describe('the mode of a port', () => {
  it('is STRICT when every chain for the port needs a client certificate', () => {
    expect(modes(virtualInbound(chain({ destination_port: 8080, transport_protocol: 'tls' }, mutual)))).toEqual([
      '8080 STRICT',
    ]);
  });

  it('is PERMISSIVE when a plaintext chain stands beside the one for mutual TLS', () => {
    const permissive = virtualInbound(
      chain({ destination_port: 8080, transport_protocol: 'tls', application_protocols: istioAlpn }, mutual),
      chain({ destination_port: 8080, transport_protocol: 'raw_buffer' }),
    );
    expect(modes(permissive)).toEqual(['8080 PERMISSIVE']);
  });

  it('stays PERMISSIVE when the application’s own TLS is let through as well', () => {
    const all = virtualInbound(
      chain({ destination_port: 9000, transport_protocol: 'tls', application_protocols: istioAlpn }, mutual),
      chain({ destination_port: 9000, transport_protocol: 'tls' }),
      chain({ destination_port: 9000, transport_protocol: 'raw_buffer' }),
    );
    expect(modes(all)).toEqual(['9000 PERMISSIVE']);
  });

  it('is DISABLE when no chain for the port speaks TLS', () => {
    expect(modes(virtualInbound(chain({ destination_port: 8080, transport_protocol: 'raw_buffer' })))).toEqual([
      '8080 DISABLE',
    ]);
  });

  it('is told apart per port, with 0 for all ports that no chain names', () => {
    const chains = virtualInbound(
      chain({ transport_protocol: 'raw_buffer' }, undefined, 'InboundPassthroughCluster'),
      chain({ destination_port: 8080, transport_protocol: 'tls' }, mutual),
    );
    expect(modes(chains)).toEqual(['0 DISABLE', '8080 STRICT']);
  });

  it('says what it really is where PeerAuthentication has no word for it', () => {
    expect(modes(virtualInbound(chain({ destination_port: 8080 }, oneWay)))).toEqual(['8080 mixed: one-way TLS']);
  });

  it('does not call a server STRICT that requires certificates and has nothing to verify them with', () => {
    const unverified = {
      name: 'envoy.transport_sockets.tls',
      typed_config: {
        '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
        require_client_certificate: true,
      },
    };
    expect(modes(virtualInbound(chain({ destination_port: 8080 }, unverified)))).toEqual(['8080 mixed: one-way TLS']);
  });

  it('leaves out the chain that keeps the proxy from calling itself', () => {
    const chains = virtualInbound(
      chain({ destination_port: 15006 }, undefined, 'BlackHoleCluster'),
      chain({ destination_port: 8080 }, mutual),
    );
    expect(modes(chains)).toEqual(['8080 STRICT']);
  });

  it('takes the default chain into account, which takes what no other chain does', () => {
    const listenerWithDefault = {
      ...virtualInbound(chain({ destination_port: 8080, transport_protocol: 'tls' }, mutual)),
      default_filter_chain: chain({}),
    };
    expect(modes(listenerWithDefault)).toEqual(['8080 PERMISSIVE']);
  });

  it('does not count a chain for TLS on a port where no inspector looks for it', () => {
    const inspector = {
      name: 'envoy.filters.listener.tls_inspector',
      filter_disabled: { destination_port_range: { start: 8080, end: 8081 } },
    };
    const value = listener('virtualInbound', 15006, [...both(8080), ...both(9090)], { listener_filters: [inspector] });
    expect(modes(value)).toEqual(['8080 DISABLE', '9090 PERMISSIVE']);
  });

  it('falls back to the chains for other ports where none names the port', () => {
    const value = virtualInbound(chain({}, mutual));
    const proxy = assembleProxy(rawProxy(rawDump([raw('listener', value)])));
    expect(serverModeOf(proxy, 7070)?.mode).toBe('STRICT');
  });
});

describe('servers of every era', () => {
  const legacyTls = {
    common_tls_context: { validation_context: { trusted_ca: { filename: '/etc/certs/root-cert.pem' } } },
    require_client_certificate: true,
  };

  it('are PERMISSIVE in 1.1 by an istio ALPN chain and one for the rest', () => {
    const tls = {
      ...chain({ application_protocols: ['istio'] }, undefined, 'inbound|9080|http|web'),
      tls_context: legacyTls,
    };
    expect(modes(perIp([tls, chain({}, undefined, 'inbound|9080|http|web')]))).toEqual(['9080 PERMISSIVE']);
  });

  it('count once where 1.3 to 1.5 wrote a port as a listener and as chains of virtualInbound', () => {
    const tls = {
      ...chain({ destination_port: 9080 }, undefined, 'inbound|9080|http|web'),
      tls_context: legacyTls,
    };
    const copy = { ...chain({}, undefined, 'inbound|9080|http|web'), tls_context: legacyTls };
    expect(modes(virtualInbound(tls), perIp([copy]))).toEqual(['9080 STRICT']);
  });

  it('include the HBONE port and nothing behind it', () => {
    const terminate = {
      name: 'connect_terminate',
      address: { socket_address: { address: '0.0.0.0', port_value: 15008 } },
      filter_chains: [chain({}, mutual, 'main_internal')],
    };
    const inner = { name: 'main_internal', internal_listener: {}, filter_chains: [chain({ destination_port: 8080 })] };
    expect(modes(virtualInbound(), terminate, inner)).toEqual(['15008 STRICT']);
  });

  it('leave out the proxy’s own ports for metrics', () => {
    const metrics = {
      name: 'metrics',
      address: { socket_address: { address: '0.0.0.0', port_value: 15090 } },
      filter_chains: [chain({}, undefined, 'prometheus_stats')],
    };
    expect(modes(metrics)).toEqual([]);
  });

  it('are told apart by server name on a gateway', () => {
    const gateway = listener(
      '0.0.0.0_8443',
      8443,
      [
        chain({ server_names: ['a.example.com'] }, mutual, 'outbound|80||a'),
        chain({ server_names: ['b.example.com'] }, oneWay, 'outbound|80||b'),
        chain({ server_names: ['c.example.com'] }, undefined, 'outbound|443||c'),
      ],
      { traffic_direction: 'OUTBOUND' },
    );
    expect(modes(gateway)).toEqual([
      '8443 a.example.com STRICT',
      '8443 b.example.com mixed: one-way TLS',
      '8443 c.example.com mixed: TLS handed on untouched',
    ]);
  });

  it('do not include what a sidecar listens on for its own application', () => {
    const outbound = listener('0.0.0.0_80', 80, [chain({}, undefined, 'outbound|80||a')], {
      traffic_direction: 'OUTBOUND',
      bind_to_port: false,
    });
    expect(modes(outbound)).toEqual([]);
  });
});
