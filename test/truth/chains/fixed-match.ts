/** Rules of `filter_chain_match`: the nested descent without backtracking. */
import { proxyProtocol, tlsInspector } from './filters.ts';
import { listeningPort } from './case.ts';
import { chains, cidr, header, here, otherwise, tls, type Rule } from './rule.ts';

const inspected = { listener_filters: [tlsInspector()] };
const proxied = { listener_filters: [proxyProtocol()] };

export const matchRules: Readonly<Record<string, Rule>> = {
  'a named port shuts out chains without a port': {
    listener: chains({ named: { destination_port: listeningPort, transport_protocol: 'tls' }, any: {} }),
  },
  'a named port shuts them out in favour of the default chain': {
    listener: {
      ...chains({ named: { destination_port: listeningPort, transport_protocol: 'tls' }, any: {} }),
      ...otherwise,
    },
  },
  'the longest prefix is final': {
    listener: chains({
      narrow: { prefix_ranges: [cidr(`${here}/32`)], transport_protocol: 'tls' },
      wide: { prefix_ranges: [cidr('127.0.0.0/8')] },
    }),
  },
  'bits behind the prefix do not count': {
    listener: chains({ wide: { prefix_ranges: [cidr('127.9.9.9/8')] } }),
  },
  'an IPv6 catch-all takes no IPv4': {
    listener: chains({ six: { prefix_ranges: [cidr('::/0')] } }),
  },
  'an IPv4-mapped address in a PROXY header is IPv6': {
    listener: {
      ...proxied,
      ...chains({
        four: { source_prefix_ranges: [cidr('10.0.0.0/8')] },
        mapped: { source_prefix_ranges: [cidr('::ffff:0:0/96')] },
      }),
    },
    connection: header(2, '::ffff:10.0.0.1 7001 ::ffff:10.0.0.2 80'),
  },
  'an IPv4 peer of a dual-stack socket is IPv4': {
    listener: {
      address: { socket_address: { address: '::', port_value: 11_999, ipv4_compat: true } },
      ...chains({
        four: { source_prefix_ranges: [cidr('127.1.0.0/16')], prefix_ranges: [cidr('127.1.9.9/32')] },
        six: { prefix_ranges: [cidr('::/0')] },
      }),
    },
    connection: { to: { ip: '127.1.9.9', port: 11_999 } },
  },
  'a server name that is known leads away from chains without one': {
    listener: {
      ...inspected,
      ...chains({
        foo: { server_names: ['foo.test'], transport_protocol: 'tls', application_protocols: ['h2'] },
        any: { transport_protocol: 'tls' },
      }),
    },
    connection: { payload: tls('foo.test', 'http/1.1') },
  },
  'a wildcard holds names of any depth': {
    listener: { ...inspected, ...chains({ wide: { server_names: ['*.example.test'] }, none: {} }) },
    connection: { payload: tls('a.b.example.test') },
  },
  'a wildcard does not hold its own suffix': {
    listener: { ...inspected, ...chains({ wide: { server_names: ['*.example.test'] }, none: {} }) },
    connection: { payload: tls('example.test') },
  },
  'the most specific wildcard wins': {
    listener: {
      ...inspected,
      ...chains({ wide: { server_names: ['*.test'] }, deep: { server_names: ['*.example.test'] } }),
    },
    connection: { payload: tls('a.example.test') },
  },
  'server names in the config are folded to lower case': {
    listener: { ...inspected, ...chains({ upper: { server_names: ['A.Example.Test'] } }) },
    connection: { payload: tls('a.example.test') },
  },
  'server names on the wire are folded to lower case': {
    listener: { ...inspected, ...chains({ lower: { server_names: ['a.example.test'] } }) },
    connection: { payload: tls('A.EXAMPLE.TEST') },
  },
  'an empty server name stands for none': {
    listener: { ...inspected, ...chains({ empty: { server_names: [''] } }) },
    connection: { payload: tls('a.example.test') },
  },
  'a wildcard inside a wildcard is a plain character': {
    listener: { ...inspected, ...chains({ star: { server_names: ['*.*.test'] }, none: {} }) },
    connection: { payload: tls('a.b.test') },
  },
  "the client's order of protocols decides": {
    listener: {
      ...inspected,
      ...chains({ one: { application_protocols: ['http/1.1'] }, two: { application_protocols: ['h2'] } }),
    },
    connection: { payload: tls('', 'x', 'h2', 'http/1.1') },
  },
  'without a tls_inspector nothing is TLS': {
    listener: chains({
      tls: { transport_protocol: 'tls' },
      name: { server_names: ['a.test'] },
      raw: { transport_protocol: 'raw_buffer' },
    }),
    connection: { payload: tls('a.test', 'h2') },
  },
  'direct_source_prefix_ranges see the peer in front of a PROXY header': {
    listener: {
      ...proxied,
      ...chains({
        peer: { direct_source_prefix_ranges: [cidr('127.1.2.3/32')] },
        client: { direct_source_prefix_ranges: [cidr('10.0.0.1/32')] },
      }),
    },
    connection: header(1, '10.0.0.1 7001 10.0.0.2 80'),
  },
  'every other criterion sees what the PROXY header says': {
    listener: {
      ...proxied,
      ...chains({
        all: {
          destination_port: 80,
          prefix_ranges: [cidr('10.0.0.2/32')],
          source_type: 'SAME_IP_OR_LOOPBACK',
          source_prefix_ranges: [cidr('10.0.0.2/32')],
          source_ports: [7001],
        },
        any: {},
      }),
    },
    connection: header(2, '10.0.0.2 7001 10.0.0.2 80'),
  },
  '127.0.0.2 is no loopback': {
    listener: chains({ local: { source_type: 'SAME_IP_OR_LOOPBACK' }, external: { source_type: 'EXTERNAL' } }),
    connection: { from: { ip: '127.0.0.2' } },
  },
  '127.0.0.1 is loopback': {
    listener: chains({ local: { source_type: 'SAME_IP_OR_LOOPBACK' }, external: { source_type: 'EXTERNAL' } }),
    connection: { from: { ip: '127.0.0.1' } },
  },
  'a client at the address it dials is local': {
    listener: chains({ local: { source_type: 'SAME_IP_OR_LOOPBACK' }, external: { source_type: 'EXTERNAL' } }),
    connection: { from: { ip: here } },
  },
  'a source type of its own is final': {
    listener: chains({ external: { source_type: 'EXTERNAL', source_ports: [1] }, any: {} }),
  },
  'no chain and no default closes': { listener: chains({ tls: { transport_protocol: 'tls' } }) },
  'a chain without filters closes': {
    listener: { filter_chains: [{ name: 'empty', filters: [] }], ...otherwise },
  },
};
