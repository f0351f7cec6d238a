/** Rules of listener filters: what they detect, what stops them, what they hide from each other. */
import { httpInspector, originalDst, ports, proxyProtocol, shortTimeout, tlsInspector } from './filters.ts';
import { bytes, chains, header, http1, http2, nothing, otherwise, tls, type Rule } from './rule.ts';

const byTransport = chains({
  tls: { transport_protocol: 'tls' },
  raw: { transport_protocol: 'raw_buffer' },
});
const byProtocol = chains({
  one: { application_protocols: ['http/1.1'] },
  old: { application_protocols: ['http/1.0'] },
  h2: { application_protocols: ['h2'] },
  h2c: { application_protocols: ['h2c'] },
  none: {},
});
const continues = { listener_filters_timeout: shortTimeout, continue_on_listener_filters_timeout: true };
const strict = { close_connection_on_client_hello_parsing_errors: true };
const carried = header(1, '10.0.0.1 7001 10.0.0.2 80');

export const filterRules: Readonly<Record<string, Rule>> = {
  'plaintext passes a tls_inspector as raw_buffer': {
    listener: { listener_filters: [tlsInspector()], ...byTransport },
  },
  'plaintext is closed where parsing errors close': {
    listener: { listener_filters: [tlsInspector(strict)], ...byTransport },
  },
  'TLS passes where parsing errors close': {
    listener: { listener_filters: [tlsInspector(strict)], ...byTransport },
    connection: { payload: tls() },
  },
  'cleartext HTTP/2 is h2c': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: http2 },
  },
  'HTTP/1.1 is found': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: http1 },
  },
  'what is no HTTP has no protocol': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: bytes('\u0000\u0001\u0002 no HTTP\n') },
  },
  'a request of HTTP/1.0 is found as such': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: bytes('GET / HTTP/1.0\r\n\r\n') },
    outcome: 'old',
  },
  'an invented method is HTTP': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: bytes('FOO / HTTP/1.1\r\n\r\n') },
    outcome: 'one',
  },
  'fewer bytes than a TLS record header stall a tls_inspector': {
    listener: { listener_filters: [tlsInspector()], listener_filters_timeout: shortTimeout, ...byTransport },
    connection: { payload: bytes('GET') },
    outcome: 'closed',
  },
  'a finished line that is no request is no HTTP': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: bytes('hello world\n') },
  },
  'a line that does not begin with a letter is no HTTP at once': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: bytes('{"json":1}') },
  },
  'an http_inspector does not look into TLS': {
    listener: { listener_filters: [httpInspector(), tlsInspector()], ...byProtocol },
    connection: { payload: tls('', 'h2') },
  },
  'an http_inspector without a tls_inspector finds nothing in TLS': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: tls('', 'h2') },
  },
  'a silent client stalls an inspector for ever without a timeout': {
    listener: {
      listener_filters: [tlsInspector()],
      listener_filters_timeout: '0s',
      continue_on_listener_filters_timeout: true,
      ...byTransport,
    },
    connection: { payload: nothing },
  },
  'a silent client is closed after the timeout': {
    listener: { listener_filters: [tlsInspector()], listener_filters_timeout: shortTimeout, ...byTransport },
    connection: { payload: nothing },
  },
  'a silent client goes on as raw_buffer after the timeout': {
    listener: { listener_filters: [tlsInspector()], ...continues, ...byTransport },
    connection: { payload: nothing },
  },
  'a silent client does not wait without inspectors': { listener: byTransport, connection: { payload: nothing } },
  'a silent client does not wait for an inspector that is off': {
    listener: { listener_filters: [tlsInspector({}, { any_match: true })], ...byTransport },
    connection: { payload: nothing },
  },
  'after the timeout the filters behind do not run': {
    listener: {
      listener_filters: [tlsInspector(), httpInspector()],
      ...continues,
      ...byProtocol,
    },
    connection: { payload: nothing },
  },
  'an inspector that is off leaves TLS undetected': {
    listener: { listener_filters: [tlsInspector({}, { any_match: true })], ...byTransport },
    connection: { payload: tls() },
  },
  'the end of a range of ports is not in it': {
    listener: { listener_filters: [proxyProtocol(), tlsInspector({}, ports(79, 80))], ...byTransport },
    connection: { payload: tls(), ...carried },
  },
  'the start of a range of ports is in it': {
    listener: { listener_filters: [proxyProtocol(), tlsInspector({}, ports(80, 81))], ...byTransport },
    connection: { payload: tls(), ...carried },
  },
  'a predicate in front of proxy_protocol sees the port that was dialled': {
    listener: { listener_filters: [tlsInspector({}, ports(80, 81)), proxyProtocol()], ...byTransport },
    connection: { payload: tls(), ...carried },
  },
  'a missing PROXY header closes': { listener: { listener_filters: [proxyProtocol()], ...byTransport, ...otherwise } },
  'a missing PROXY header may be allowed': {
    listener: {
      listener_filters: [proxyProtocol({ allow_requests_without_proxy_protocol: true }), tlsInspector()],
      ...byTransport,
    },
    connection: { payload: tls() },
  },
  'a PROXY header hides TLS from a tls_inspector in front': {
    listener: { listener_filters: [tlsInspector(), proxyProtocol()], ...byTransport },
    connection: { payload: tls(), ...carried },
  },
  'a PROXY header that nobody reads is raw_buffer': {
    listener: { listener_filters: [tlsInspector()], ...byTransport },
    connection: { payload: tls(), ...carried },
  },
  'a PROXY header v2 that nobody reads is raw_buffer': {
    listener: { listener_filters: [tlsInspector()], ...byTransport },
    connection: { payload: tls(), ...header(2, '10.0.0.1 7001 10.0.0.2 80') },
  },
  'a PROXY header v1 that nobody reads is no HTTP': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: http1, ...carried },
  },
  'a PROXY header v2 that nobody reads is no HTTP': {
    listener: { listener_filters: [httpInspector()], ...byProtocol },
    connection: { payload: http1, ...header(2, '10.0.0.1 7001 10.0.0.2 80') },
  },
  'a PROXY header that nobody reads closes where parsing errors close': {
    listener: { listener_filters: [tlsInspector(strict)], ...byTransport },
    connection: { payload: tls(), ...carried },
  },
  'original_dst changes nothing where nothing was redirected': {
    listener: { listener_filters: [originalDst(), tlsInspector()], ...byTransport },
    connection: { payload: tls() },
  },
};
