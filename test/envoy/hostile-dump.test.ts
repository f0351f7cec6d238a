import * as fc from '../property.ts';
import { describe, expect, it } from 'vitest';
import { assembleProxy } from '../../src/envoy/assemble-proxy.ts';
import { readRbac } from '../../src/envoy/read/rbac.ts';
import type { JsonObject, JsonValue, RawKind } from '../../src/input/model.ts';
import { serverModes } from '../../src/istio/server-mode.ts';
import { raw, rawDump, rawProxy } from './raw.ts';

const kinds: readonly RawKind[] = [
  'bootstrap',
  'listener',
  'cluster',
  'endpoints',
  'route',
  'secret',
  'cluster-status',
  'certificate',
  'server-info',
  'ztunnel',
];

/** Names that readers look for, so that random values reach them. */
const names = `name address socket_address port_value filter_chains filter_chain_match filters typed_config config
  transport_socket tls_context common_tls_context validation_context trusted_ca inline_bytes route_config http_filters
  virtual_hosts routes match route weighted_clusters clusters rules policies principals permissions and_ids ids
  lb_endpoints endpoints endpoint metadata filter_metadata istio services transport_socket_matches node static_resources
  listeners secrets workloads listener_filters filter_disabled not_match cert_chain subject_alt_names host_statuses
  custom_validator_config trust_bundles inline_string cluster_type @type __proto__ constructor`.split(/\s+/);
const types = [
  'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
  'type.googleapis.com/envoy.extensions.transport_sockets.tap.v3.Tap',
  'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
  'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC',
  'type.googleapis.com/xds.type.v3.TypedStruct',
];

const message: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<JsonValue>(null, true, -1, 80, 1e308, '', '5s', 'tls', ...types),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;

describe('a dump that nobody would write', () => {
  it('is read without an error, whatever stands where', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...names), message), (kind, value) => {
        const proxy = assembleProxy(rawProxy(rawDump([raw(kind, value)])));
        expect(serverModes(proxy).length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('cannot reach what objects inherit', () => {
    const value = JSON.parse(
      '{"__proto__": {"name": "evil"}, "name": "a", "metadata": {"__proto__": {}}}',
    ) as JsonObject;
    const proxy = assembleProxy(rawProxy(rawDump([raw('cluster', value)])));
    expect(proxy.clusters.map((cluster) => cluster.name)).toEqual(['a']);
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });

  it('may nest principals and permissions without end: what lies too deep is not known', () => {
    const rule: JsonObject = {
      principals: [nested({ any: true }, (inner) => ({ not_id: inner }))],
      permissions: [nested({ any: true }, (inner) => ({ and_rules: { rules: [inner] } }))],
    };
    const rbac = readRbac({ rules: { policies: { a: rule } } });
    expect(rbac.policies[0]?.conditional).toBe(true);
    expect(JSON.stringify(rbac.policies[0]?.principals)).toContain('other');
  });
});

function nested(innermost: JsonObject, wrap: (inner: JsonObject) => JsonObject): JsonObject {
  let value = innermost;
  for (let depth = 0; depth < 500; depth++) value = wrap(value);
  return value;
}
