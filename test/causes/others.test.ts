import { expect, it } from 'vitest';
import { meshOf } from '../../src/edge/mesh.ts';
import type { NodeInfo, Proxy } from '../../src/envoy/model.ts';
import { judgeEdge } from '../../src/judge-edge.ts';
import { chainOf, clusterOf, endpointOf, listenerOf, proxyOf } from '../envoy/builders.ts';

const place = { source: 'test', pointer: '' };
const filter = { kind: 'direct-response', name: '', path: '', response: '' } as const;

function envoy(name: string, kind: NodeInfo['kind'], more: Partial<Proxy>): Proxy {
  const proxy = proxyOf(more);
  return { ...proxy, name, node: { ...proxy.node, kind } };
}

/** Codes of what explains that plaintext is sent through a cluster of this name between Envoys of this kind. */
function causes(kind: NodeInfo['kind'], cluster: string): readonly string[] {
  const endpoints = [endpointOf({ address: { kind: 'ip', ip: '192.0.2.7', port: 8080 } })];
  const loadAssignment = { clusterName: cluster, endpoints, metadataKnown: true, place, path: '' };
  const tcp = { kind: 'tcp', name: '', path: '', tcp: { cluster, weightedClusters: [] } } as const;
  const client = envoy('client', kind, {
    clusters: [clusterOf({ name: cluster, type: 'STATIC', edsServiceName: cluster, loadAssignment })],
    listeners: [
      listenerOf({
        addresses: [{ kind: 'ip', ip: '127.0.0.1', port: 1 }],
        filterChains: [{ ...chainOf('out'), filters: [tcp] }],
      }),
    ],
  });
  const server = envoy('server', kind, {
    listeners: [
      listenerOf({
        addresses: [{ kind: 'ip', ip: '192.0.2.7', port: 8080 }],
        filterChains: [{ ...chainOf('in'), filters: [filter] }],
      }),
    ],
  });
  const question = { from: 'client', host: '127.0.0.1', port: 1, speaks: 'tcp', authority: '' } as const;
  const { endpoints: judged } = judgeEdge(meshOf([client, server], new Date(0)), question, { strictEvidence: false });
  return judged.flatMap((each) => each.causes.map(({ code }) => code));
}

it('blames no resource of Istio for what Envoys do that somebody else configures', () => {
  expect(causes('unknown', 'web')).toEqual([]);
});

it('does so where the cluster is one that istiod names', () => {
  expect(causes('unknown', 'outbound|8080||web.demo.svc.cluster.local')).not.toEqual([]);
});
