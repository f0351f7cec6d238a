/** Walks by name. Chains, sockets and handshakes have kinds of their own: here is what lies between them. */
import type { Scene } from './case.ts';
import {
  answers,
  chain,
  demands,
  echoes,
  headed,
  http2,
  httpInspector,
  httpOptions,
  offers,
  proxyProtocol,
  raw,
  socket,
  tlsInspector,
  type Parts,
} from './parts.ts';

const strict = (parts: Parts) => ({ filter_chains: [chain(demands(parts))] });
const plain = () => ({ filter_chains: [chain()] });
const permissive = (parts: Parts) => ({
  listener_filters: [tlsInspector],
  filter_chains: [
    chain(demands(parts), { transport_protocol: 'tls' }),
    chain(undefined, { transport_protocol: 'raw_buffer' }),
  ],
});
const bySni = (name: string) => (parts: Parts) => ({
  listener_filters: [tlsInspector],
  filter_chains: [chain(demands(parts), { server_names: [name] })],
});
const echoing = (parts: Parts) => ({ filter_chains: [chain(demands(parts), {}, echoes)] });
const tls = (parts: Parts) => ({ transport_socket: offers(parts) });
const nothing = () => ({});
const marked = { metadata: { filter_metadata: { 'envoy.transport_socket_match': { tlsMode: 'istio' } } } };
const matches = (parts: Parts) => ({
  transport_socket_matches: [
    { name: 'mtls', match: { tlsMode: 'istio' }, transport_socket: offers(parts) },
    { name: 'plain', match: {}, transport_socket: raw },
  ],
});
const autoSni = httpOptions({
  upstream_http_protocol_options: { auto_sni: true },
  explicit_http_config: { http_protocol_options: {} },
});

export const scenes: Readonly<Record<string, Scene>> = {
  'mutual TLS': { server: strict, cluster: tls },
  plaintext: { server: plain, cluster: nothing },
  'plaintext at a chain that wants TLS': { server: strict, cluster: nothing },
  'TLS at a plaintext chain': { server: plain, cluster: tls },
  'a permissive listener takes TLS': { server: permissive, cluster: tls },
  'a permissive listener takes plaintext': { server: permissive, cluster: nothing },
  'a permissive listener takes HTTP/2 in plaintext': { server: permissive, cluster: () => http2 },
  'a marked endpoint is sent TLS': { server: permissive, cluster: matches, endpoint: marked },
  'an endpoint without a mark is not': { server: permissive, cluster: matches },
  'the host is the server name': {
    authority: 'a.test',
    server: bySni('a.test'),
    cluster: (parts) => ({ ...tls(parts), ...autoSni }),
  },
  'the host goes before the server name of the context': {
    authority: 'a.test',
    server: bySni('b.test'),
    cluster: (parts) => ({ transport_socket: offers(parts, { sni: 'b.test' }), ...autoSni }),
  },
  'the host as the route rewrites it is the server name': {
    authority: 'a.test',
    route: { host_rewrite_literal: 'b.test' },
    server: bySni('b.test'),
    cluster: (parts) => ({ ...tls(parts), ...autoSni }),
  },
  'a port in the host finds no virtual host without it': {
    authority: 'a.test:81',
    virtualHost: { domains: ['a.test'] },
    server: strict,
    cluster: tls,
  },
  'a port in the host is taken off where the manager says so': {
    authority: 'a.test:81',
    manager: { strip_any_host_port: true },
    virtualHost: { domains: ['a.test'] },
    server: strict,
    cluster: tls,
  },
  'a port in the host is kept where it is not the one that was dialled': {
    authority: 'a.test:81',
    manager: { strip_matching_host_port: true },
    virtualHost: { domains: ['a.test'] },
    server: strict,
    cluster: tls,
  },
  'a server name in capitals finds its chain': {
    server: bySni('a.test'),
    cluster: (parts) => ({ transport_socket: offers(parts, { sni: 'A.TEST' }) }),
  },
  'a TLS chain without an inspector takes nothing': {
    server: (parts) => ({ filter_chains: [chain(demands(parts), { transport_protocol: 'tls' })] }),
    cluster: tls,
  },
  'a chain for HTTP in plaintext': {
    server: (parts) => ({
      listener_filters: [tlsInspector, httpInspector],
      filter_chains: [chain(undefined, { application_protocols: ['http/1.1'] }), chain(demands(parts))],
    }),
    cluster: nothing,
  },
  'a chain without filters': {
    server: (parts) => ({ filter_chains: [{ transport_socket: demands(parts) }] }),
    cluster: tls,
  },
  'a PROXY header that is read': {
    server: (parts) => ({ ...strict(parts), listener_filters: [proxyProtocol] }),
    cluster: (parts) => ({ transport_socket: headed(offers(parts)) }),
  },
  'a PROXY header before plaintext that is read': {
    server: () => ({ ...plain(), listener_filters: [proxyProtocol] }),
    cluster: () => ({ transport_socket: headed(raw) }),
  },
  'a PROXY header that is missing': {
    server: (parts) => ({ ...strict(parts), listener_filters: [proxyProtocol] }),
    cluster: tls,
  },
  'a PROXY header that is missing before plaintext': {
    server: () => ({ ...plain(), listener_filters: [proxyProtocol] }),
    cluster: nothing,
  },
  'a PROXY header at a TLS chain': {
    server: strict,
    cluster: (parts) => ({ transport_socket: headed(offers(parts)) }),
  },
  'a PROXY header that hides TLS from an inspector': {
    server: permissive,
    cluster: (parts) => ({ transport_socket: headed(offers(parts)) }),
  },
  'a tapped transport socket': {
    server: strict,
    cluster: (parts) => ({ transport_socket: socket('tcp_stats.v3.Config', { transport_socket: offers(parts) }) }),
  },
  'an aggregate cluster': { server: strict, cluster: tls, aggregate: true },
  'unhealthy endpoints are used in panic': { server: strict, cluster: tls, endpoint: { health_status: 'UNHEALTHY' } },
  'unhealthy endpoints are not used without panic': {
    server: strict,
    cluster: (parts) => ({ ...tls(parts), common_lb_config: { healthy_panic_threshold: {} } }),
    endpoint: { health_status: 'UNHEALTHY' },
  },
  'a virtual host that demands TLS': { server: strict, cluster: tls, virtualHost: { require_tls: 'ALL' } },
  'mutual TLS for TCP': { speaks: 'tcp', server: echoing, cluster: tls },
  'TCP in plaintext at a chain that wants TLS': { speaks: 'tcp', server: echoing, cluster: nothing },
  'TCP in plaintext that no chain takes': {
    speaks: 'tcp',
    server: (parts) => ({
      listener_filters: [tlsInspector],
      filter_chains: [chain(demands(parts), { transport_protocol: 'tls' }, echoes)],
    }),
    cluster: nothing,
  },
  'TCP behind a PROXY header at a TLS chain': {
    speaks: 'tcp',
    server: echoing,
    cluster: (parts) => ({ transport_socket: headed(offers(parts)) }),
  },
  'the names of the host are not asked of a TCP connection': {
    speaks: 'tcp',
    authority: 'nobody.test',
    server: echoing,
    cluster: (parts) => ({
      ...tls(parts),
      ...httpOptions({
        upstream_http_protocol_options: { auto_sni: true, auto_san_validation: true },
        explicit_http_config: { http_protocol_options: {} },
      }),
    }),
  },
  'a default chain': {
    server: (parts) => ({
      ...bySni('a.test')(parts),
      default_filter_chain: { transport_socket: demands(parts), filters: [answers] },
    }),
    cluster: tls,
  },
};
