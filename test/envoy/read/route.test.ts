import { describe, expect, it } from 'vitest';
import type { Route } from '../../../src/envoy/model.ts';
import { readRouteConfiguration } from '../../../src/envoy/read/route.ts';
import type { JsonObject } from '../../../src/input/model.ts';

const place = { source: 'a.json', pointer: '/route' };

function route(written: JsonObject, host: JsonObject = {}): Route | undefined {
  const config = { virtual_hosts: [{ name: 'web', domains: ['*'], routes: [written], ...host }] };
  return readRouteConfiguration(config, place, '').virtualHosts[0]?.routes[0];
}

describe('a route', () => {
  it.each<[JsonObject, Route['action']]>([
    [{ route: { cluster: 'a' } }, { kind: 'cluster', cluster: 'a' }],
    [
      {
        route: {
          weighted_clusters: {
            clusters: [
              { name: 'a', weight: 90 },
              { name: 'b', weight: 10 },
            ],
          },
        },
      },
      {
        kind: 'weighted',
        clusters: [
          { name: 'a', weight: 90 },
          { name: 'b', weight: 10 },
        ],
      },
    ],
    [{ route: { cluster_header: 'x-to' } }, { kind: 'cluster-header', header: 'x-to' }],
    [{ redirect: { https_redirect: true } }, { kind: 'redirect', https: true }],
    [{ direct_response: { status: 502 } }, { kind: 'direct-response', status: 502 }],
    [{ route: { cluster_specifier_plugin: 'x' } }, { kind: 'other' }],
    [{}, { kind: 'other' }],
  ])('written as %j leads there', (written, action) => {
    expect(route(written)?.action).toEqual(action);
  });

  it.each<[JsonObject, Route['match']]>([
    [{ prefix: '/' }, { kind: 'prefix', value: '/', conditional: false }],
    [{ path: '/a' }, { kind: 'path', value: '/a', conditional: false }],
    [{ safe_regex: { regex: '/a.*' } }, { kind: 'regex', value: '/a.*', conditional: false }],
    [{ regex: '/a.*' }, { kind: 'regex', value: '/a.*', conditional: false }],
    [{ connect_matcher: {} }, { kind: 'connect', value: '', conditional: false }],
    [
      { prefix: '/', headers: [{ name: 'end-user' }] },
      { kind: 'prefix', value: '/', conditional: true },
    ],
    [
      { prefix: '/', headers: [] },
      { kind: 'prefix', value: '/', conditional: false },
    ],
    [
      { prefix: '/', grpc: {} },
      { kind: 'prefix', value: '/', conditional: true },
    ],
  ])('matches by %j', (match, expected) => {
    expect(route({ match })?.match).toEqual(expected);
  });

  it('retries as its own policy says, else as its virtual host’s, else never', () => {
    const own = { route: { retry_policy: { num_retries: 3, retry_on: '5xx' } } };
    const host = { retry_policy: { retry_on: 'reset' } };
    expect(route(own, host)).toMatchObject({ retries: 3, retryOn: '5xx' });
    expect(route({ route: {} }, host)).toMatchObject({ retries: 1, retryOn: 'reset' });
    expect(route({ route: {} })).toMatchObject({ retries: 0, retryOn: '' });
  });

  it('names the service it stands for, and its own path', () => {
    expect(route({ decorator: { operation: 'web.demo.svc.cluster.local:80/*' } })).toMatchObject({
      operation: 'web.demo.svc.cluster.local:80/*',
      path: '/virtual_hosts/0/routes/0',
    });
  });
});

describe('a virtual host', () => {
  it('whose routes a matcher chooses leads nobody knows where', () => {
    const config = { virtual_hosts: [{ name: 'web', domains: ['*'], matcher: {} }] };
    expect(readRouteConfiguration(config, place, '').virtualHosts[0]?.routes).toMatchObject([
      { match: { kind: 'other', conditional: true }, action: { kind: 'other' } },
    ]);
  });

  it.each<[object, object | undefined]>([
    [{ host_rewrite_literal: 'b.test' }, { kind: 'literal', host: 'b.test' }],
    [{ hostRewrite: 'b.test' }, { kind: 'literal', host: 'b.test' }],
    [{ auto_host_rewrite: true }, { kind: 'endpoint' }],
    [{ host_rewrite_header: 'x-host' }, { kind: 'request' }],
    [{ hostRewritePathRegex: { substitution: 'b' } }, { kind: 'request' }],
    [{}, undefined],
  ])('may rewrite the host: %j', (rewrite, read) => {
    const only = { match: { prefix: '/' }, route: { cluster: 'a', ...rewrite } };
    const config = { virtualHosts: [{ name: 'web', routes: [only] }] };
    expect(readRouteConfiguration(config, place, '').virtualHosts[0]?.routes[0]?.hostRewrite).toEqual(read);
  });

  it.each(['ALL', 'EXTERNAL_ONLY'])('may demand TLS: %s', (requireTls) => {
    const config = { virtualHosts: [{ name: 'web', requireTls }] };
    expect(readRouteConfiguration(config, place, '').virtualHosts[0]?.requireTls).toBe(requireTls);
  });
});
