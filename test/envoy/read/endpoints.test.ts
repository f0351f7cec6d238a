import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../src/envoy/model.ts';
import { readClusterStatus, readEndpoints } from '../../../src/envoy/read/endpoints.ts';
import type { JsonObject } from '../../../src/input/model.ts';
import { raw } from '../raw.ts';

function endpoint(lbEndpoint: JsonObject, locality: JsonObject = {}): Endpoint | undefined {
  const value = { cluster_name: 'outbound|80||web', endpoints: [{ lb_endpoints: [lbEndpoint], ...locality }] };
  return readEndpoints(raw('endpoints', value)).endpoints[0];
}

function address(ip: string, port: number): JsonObject {
  return { socket_address: { address: ip, port_value: port } };
}

describe('an endpoint', () => {
  it('has address, health, mark and workload', () => {
    const read = endpoint({
      endpoint: { address: address('10.0.0.1', 8080) },
      health_status: 'HEALTHY',
      load_balancing_weight: 2,
      metadata: {
        filter_metadata: {
          'envoy.transport_socket_match': { tlsMode: 'istio' },
          istio: { workload: 'web;demo;web;v1;Kubernetes' },
        },
      },
    });
    expect(read).toEqual({
      address: { kind: 'ip', ip: '10.0.0.1', port: 8080 },
      hostname: '',
      health: 'HEALTHY',
      weight: 2,
      socketMatchMetadata: { tlsMode: 'istio' },
      workload: 'web;demo;web;v1;Kubernetes',
      path: '/endpoints/0/lb_endpoints/0',
      priority: 0,
    });
  });

  it('without metadata is not marked, which is not the same as an empty mark', () => {
    expect(endpoint({})?.socketMatchMetadata).toBeUndefined();
    const metadata = { filter_metadata: { 'envoy.transport_socket_match': {} } };
    expect(endpoint({ metadata })?.socketMatchMetadata).toEqual({});
  });

  it.each([
    ['10.0.0.1:8080', { ip: '10.0.0.1', port: 8080 }],
    ['[fd00::1]:8080', { ip: 'fd00::1', port: 8080 }],
    ['somewhere', undefined],
  ])('behind HBONE is %s', (local, expected) => {
    const read = endpoint({
      endpoint: {
        address: { envoyInternalAddress: { serverListenerName: 'connect_originate', endpointId: '10.0.0.1:8080' } },
      },
      metadata: { filterMetadata: { 'envoy.filters.listener.original_dst': { local } } },
    });
    expect(read?.address).toMatchObject({ kind: 'internal', listener: 'connect_originate' });
    expect(read?.originalDst).toEqual(expected);
  });

  it('keeps other metadata, which a matcher may ask for', () => {
    const metadata = { filter_metadata: { 'envoy.lb': { canary: true }, istio: {} } };
    expect(endpoint({ metadata })?.otherMetadata).toEqual({ 'envoy.lb': { canary: true } });
  });

  it('has the priority and the mark of its locality', () => {
    const metadata = { filter_metadata: { 'envoy.transport_socket_match': { tlsMode: 'istio' } } };
    expect(endpoint({}, { priority: 1, metadata })).toMatchObject({
      priority: 1,
      localitySocketMatchMetadata: { tlsMode: 'istio' },
    });
  });
});

describe('/clusters', () => {
  const status = {
    name: 'outbound|80||web',
    host_statuses: [
      { address: address('10.0.0.1', 80), health_status: { eds_health_status: 'HEALTHY' }, weight: 1 },
      { address: address('10.0.0.2', 80), health_status: { failed_outlier_check: true } },
    ],
  };

  it('knows addresses and health, and says that it cannot know marks', () => {
    const group = readClusterStatus(raw('cluster-status', status));
    expect(group).toMatchObject({ clusterName: 'outbound|80||web', metadataKnown: false });
    expect(group.endpoints.map((read) => read.health)).toEqual(['HEALTHY', 'UNHEALTHY']);
  });

  it('files endpoints under the service name of EDS', () => {
    const group = readClusterStatus(raw('cluster-status', { ...status, eds_service_name: 'web' }));
    expect(group.clusterName).toBe('web');
  });
});
