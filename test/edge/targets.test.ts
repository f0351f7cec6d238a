import { describe, expect, it } from 'vitest';
import { meshOf } from '../../src/edge/mesh.ts';
import { traceEdge } from '../../src/edge/trace.ts';
import type { Cluster, Endpoint } from '../../src/envoy/model.ts';
import { chainOf, clusterOf, endpointOf, listenerOf, proxyOf } from '../envoy/builders.ts';

const place = { source: 'test', pointer: '' };

function endpoint(ip: string, health: Endpoint['health']): Endpoint {
  return endpointOf({ address: { kind: 'ip', ip, port: 80 }, health });
}

/** A cluster of API v3 with endpoints of its own. */
function cluster(name: string, endpoints: readonly Endpoint[], more: Partial<Cluster> = {}): Cluster {
  const loadAssignment = { clusterName: name, endpoints, metadataKnown: true, place, path: '' };
  return clusterOf({ name, type: 'STATIC', edsServiceName: name, loadAssignment, ...more });
}

/** Where what an application sends through `web` may end, or why nowhere. */
function ends(...clusters: readonly Cluster[]): readonly string[] {
  const tcp = { cluster: 'web', weightedClusters: [] };
  const chain = { ...chainOf('all'), filters: [{ kind: 'tcp', name: '', path: '', tcp } as const] };
  const addresses = [{ kind: 'ip', ip: '127.0.0.1', port: 1 } as const];
  const client = {
    ...proxyOf({ clusters, listeners: [listenerOf({ addresses, filterChains: [chain] })] }),
    name: 'client',
  };
  const question = { from: 'client', host: '127.0.0.1', port: 1, speaks: 'tcp', authority: '' } as const;
  return traceEdge(meshOf([client], new Date(0)), question).map(({ decision, target }) =>
    decision.kind === 'stopped' ? decision.stop.kind : (target?.address.ip ?? ''),
  );
}

describe('endpoints that are unhealthy', () => {
  const one = endpoint('10.0.0.1', 'HEALTHY');
  const sick = [endpoint('10.0.0.2', 'UNHEALTHY'), endpoint('10.0.0.3', 'UNHEALTHY')];

  it('are left alone while others are healthy enough', () => {
    expect(ends(cluster('web', [one, ...sick], { panicBelow: 30 }))).toEqual(['10.0.0.1']);
  });

  it('are used in panic', () => {
    expect(ends(cluster('web', [one, ...sick], { panicBelow: 50 }))).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  });

  it('are not used where nothing makes Envoy panic', () => {
    expect(ends(cluster('web', sick))).toEqual(['no-endpoints']);
  });
});

describe('an aggregate cluster', () => {
  const web = clusterOf({ name: 'web', type: 'AGGREGATE', aggregate: ['a', 'b'] });

  it('leads to the first of its clusters', () => {
    const [a, b] = [cluster('a', [endpoint('10.0.0.1', 'HEALTHY')]), cluster('b', [endpoint('10.0.0.2', 'HEALTHY')])];
    expect(ends(web, a, b)).toEqual(['10.0.0.1']);
  });

  it('leads to the next where the first has no healthy endpoint', () => {
    const [a, b] = [cluster('a', [endpoint('10.0.0.1', 'TIMEOUT')]), cluster('b', [endpoint('10.0.0.2', 'HEALTHY')])];
    expect(ends(web, a, b)).toEqual(['10.0.0.2']);
  });

  it('that holds itself leads nowhere', () => {
    expect(ends({ ...web, aggregate: ['web'] })).toEqual(['no-endpoints']);
  });
});
