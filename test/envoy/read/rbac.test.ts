import { describe, expect, it } from 'vitest';
import type { RbacPrincipal, RbacRule } from '../../../src/envoy/model.ts';
import { readRbac } from '../../../src/envoy/read/rbac.ts';
import { readPrincipal } from '../../../src/envoy/read/rbac-principal.ts';
import type { JsonObject } from '../../../src/input/model.ts';

const sleep = 'spiffe://cluster.local/ns/demo/sa/sleep';

function rule(policy: JsonObject): RbacRule | undefined {
  return readRbac({ rules: { policies: { 'ns[demo]-policy[web]-rule[0]': policy } } }).policies[0];
}

function permissions(...list: readonly JsonObject[]): Pick<RbacRule, 'ports' | 'conditional'> {
  const read = rule({ permissions: list, principals: [] });
  return { ...(read?.ports === undefined ? {} : { ports: read.ports }), conditional: read?.conditional ?? true };
}

function port(number: number): JsonObject {
  return { destination_port: number };
}

function all(...rules: readonly JsonObject[]): JsonObject {
  return { and_rules: { rules } };
}

function any(...rules: readonly JsonObject[]): JsonObject {
  return { or_rules: { rules } };
}

describe('an RBAC filter', () => {
  it('allows by default and keeps the names of its policies', () => {
    expect(readRbac({ rules: { policies: { a: {}, b: {} } } })).toMatchObject({
      action: 'ALLOW',
      policies: [{ name: 'a' }, { name: 'b' }],
    });
  });

  it('that has rules without policies denies everybody, which is not having no rules', () => {
    expect(readRbac({ rules: {} })).toEqual({ action: 'ALLOW', policies: [] });
    expect(readRbac({ shadow_rules: {} }).action).toBe('LOG');
  });

  it('with a matcher in place of rules may deny anybody', () => {
    expect(readRbac({ matcher: {} })).toMatchObject({ action: 'DENY', policies: [{ conditional: true }] });
  });
});

describe('the permissions of a policy', () => {
  it.each([
    ['everything', [all({ any: true })], { conditional: false }],
    ['one port', [all(any(port(8080)))], { ports: [8080], conditional: false }],
    ['ports of several permissions', [port(80), port(443)], { ports: [80, 443], conditional: false }],
    ['a port and a path', [all(port(80), { url_path: {} })], { ports: [80], conditional: true }],
    ['a port or a path', [any(port(80), { url_path: {} })], { conditional: true }],
    ['a port or everything', [any(port(80), { any: true })], { conditional: false }],
    ['all but a port', [{ not_rule: port(80) }], { conditional: true }],
    ['a range of ports', [{ destination_port_range: { start: 80, end: 82 } }], { ports: [80, 81], conditional: false }],
  ])('may name %s', (_, list, expected) => {
    expect(permissions(...list)).toEqual(expected);
  });

  it('are conditional under a CEL condition', () => {
    expect(rule({ permissions: [{ any: true }], condition: {} })?.conditional).toBe(true);
  });
});

describe('a principal', () => {
  it.each<[string, JsonObject, RbacPrincipal]>([
    ['anybody', { any: true }, { kind: 'any' }],
    ['a name', { authenticated: { principal_name: { exact: sleep } } }, authenticated('exact', sleep)],
    ['a name of old v2', { authenticated: { name: sleep } }, authenticated('exact', sleep)],
    ['any authenticated peer', { authenticated: {} }, { kind: 'authenticated' }],
    ['not somebody', { not_id: { any: true } }, { kind: 'not', id: { kind: 'any' } }],
    [
      'what istio_authn stored without its scheme',
      {
        metadata: {
          filter: 'istio_authn',
          path: [{ key: 'source.principal' }],
          value: { string_match: { exact: 'cluster.local/ns/demo/sa/sleep' } },
        },
      },
      authenticated('exact', sleep),
    ],
    [
      'filter state of a waypoint',
      { filter_state: { key: 'io.istio.peer_principal', string_match: { prefix: 'spiffe://a/' } } },
      authenticated('prefix', 'spiffe://a/'),
    ],
    [
      'an address',
      { direct_remote_ip: { address_prefix: '10.0.0.0', prefix_len: 8 } },
      { kind: 'source-ip', ranges: [{ ip: '10.0.0.0', prefixLength: 8 }] },
    ],
    ['something about the request', { header: { name: 'x' } }, { kind: 'other' }],
  ])('may be %s', (_, written, expected) => {
    expect(readPrincipal(written)).toEqual(expected);
  });

  it('nests by and and or', () => {
    const nested = { and_ids: { ids: [{ or_ids: { ids: [{ any: true }] } }] } };
    expect(readPrincipal(nested)).toEqual({ kind: 'and', ids: [{ kind: 'or', ids: [{ kind: 'any' }] }] });
  });
});

function authenticated(kind: 'exact' | 'prefix', value: string): RbacPrincipal {
  return { kind: 'authenticated', matcher: { kind, value } };
}
