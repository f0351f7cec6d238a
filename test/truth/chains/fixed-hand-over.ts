/** Rules of handing over (`use_original_dst`): by address, by port, once. */
import type { JsonObject } from '../../../src/input/model.ts';
import { proxyProtocol, tlsInspector } from './filters.ts';
import { chains, cidr, header, socketAddress, tls, type Rule } from './rule.ts';

const front: JsonObject = {
  use_original_dst: true,
  listener_filters: [proxyProtocol()],
  ...chains({ stays: {} }),
};

function unbound(address: string, port: number, more: JsonObject = chains({ taken: {} })): JsonObject {
  return { address: socketAddress(address, port), bind_to_port: false, ...more };
}

export const handOverRules: Readonly<Record<string, Rule>> = {
  'a restored address is handed over to the listener of that address': {
    listener: front,
    others: [unbound('10.200.0.1', 501), unbound('0.0.0.0', 501, chains({ wrong: {} }))],
    connection: header(2, '10.0.0.1 7001 10.200.0.1 501'),
  },
  'else to the listener of that port on all addresses': {
    listener: front,
    others: [unbound('10.200.0.2', 502), unbound('0.0.0.0', 502, chains({ right: {} }))],
    connection: header(2, '10.0.0.1 7001 10.200.0.9 502'),
  },
  'of the same family': {
    listener: front,
    others: [unbound('::', 503)],
    connection: header(2, '10.0.0.1 7001 10.200.0.3 503'),
  },
  'an IPv6 address finds an IPv6 listener': {
    listener: front,
    others: [unbound('::', 504)],
    connection: header(1, '2001:db8::1 7001 2001:db8::2 504'),
  },
  'a dual-stack listener takes IPv4 as well': {
    listener: front,
    others: [
      {
        address: { socket_address: { address: '::', port_value: 505, ipv4_compat: true } },
        bind_to_port: false,
        ...chains({ taken: {} }),
      },
    ],
    connection: header(2, '10.0.0.1 7001 10.200.0.5 505'),
  },
  'without a listener of the address the connection stays': {
    listener: front,
    connection: header(2, '10.0.0.1 7001 10.200.0.6 506'),
  },
  'a PROXY header to the address that was dialled restores nothing': {
    listener: { ...front, address: socketAddress('0.0.0.0', 11_998) },
    others: [unbound('127.1.9.8', 11_998, chains({ wrong: {} }))],
    connection: { to: { ip: '127.1.9.8', port: 11_998 }, ...header(2, '10.0.0.1 7001 127.1.9.8 11998') },
  },
  'without use_original_dst nothing is handed over': {
    listener: { ...front, use_original_dst: false },
    others: [unbound('10.200.0.7', 507)],
    connection: header(2, '10.0.0.1 7001 10.200.0.7 507'),
  },
  'a second listener does not hand over again': {
    listener: front,
    others: [
      unbound('10.200.0.8', 508, {
        use_original_dst: true,
        listener_filters: [proxyProtocol({ allow_requests_without_proxy_protocol: true })],
        ...chains({ second: {} }),
      }),
      unbound('0.0.0.0', 508, chains({ third: {} })),
    ],
    connection: header(2, '10.0.0.1 7001 10.200.0.8 508'),
  },
  'what the first listener detected stays': {
    listener: { ...front, listener_filters: [proxyProtocol(), tlsInspector()] },
    others: [
      unbound('10.200.0.9', 509, chains({ tls: { transport_protocol: 'tls', server_names: ['a.test'] }, raw: {} })),
    ],
    connection: { ...header(2, '10.0.0.1 7001 10.200.0.9 509'), payload: tls('a.test') },
  },
  'the second listener has filters of its own': {
    listener: front,
    others: [
      unbound('10.200.0.10', 510, {
        listener_filters: [tlsInspector()],
        ...chains({ tls: { transport_protocol: 'tls', destination_port: 510 }, raw: {} }),
      }),
    ],
    connection: { ...header(2, '10.0.0.1 7001 10.200.0.10 510'), payload: tls() },
  },
  'a listener of several addresses is found by each': {
    listener: front,
    others: [
      {
        ...unbound('10.200.0.11', 511, chains({ second: { prefix_ranges: [cidr('10.200.0.12/32')] }, first: {} })),
        additional_addresses: [{ address: socketAddress('10.200.0.12', 511) }],
      },
    ],
    connection: header(2, '10.0.0.1 7001 10.200.0.12 511'),
  },
};
