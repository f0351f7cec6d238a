import { describe, expect, it } from 'vitest';
import { readNode } from '../../../src/envoy/read/node.ts';

describe('the node of a proxy', () => {
  it('of today says who it is in its metadata', () => {
    const node = readNode({
      id: 'sidecar~10.0.0.1~web-5d4f-abcde.demo~demo.svc.cluster.local',
      cluster: 'web.demo',
      metadata: {
        NAME: 'web-5d4f-abcde',
        NAMESPACE: 'demo',
        WORKLOAD_NAME: 'web',
        SERVICE_ACCOUNT: 'web-account',
        CLUSTER_ID: 'Kubernetes',
        NETWORK: 'network1',
        LABELS: { app: 'web', 'service.istio.io/canonical-name': 'shop' },
        ISTIO_VERSION: '1.24.0',
        INTERCEPTION_MODE: 'REDIRECT',
        INSTANCE_IPS: '10.0.0.1,fd00::1',
      },
      user_agent_build_version: { version: { major_number: 1, minor_number: 32, patch: 2 } },
    });
    expect(node).toEqual({
      id: 'sidecar~10.0.0.1~web-5d4f-abcde.demo~demo.svc.cluster.local',
      kind: 'sidecar',
      pod: 'web-5d4f-abcde',
      namespace: 'demo',
      workload: 'web',
      app: 'shop',
      ips: ['10.0.0.1', 'fd00::1'],
      serviceAccount: 'web-account',
      trustDomain: '',
      clusterId: 'Kubernetes',
      network: 'network1',
      labels: { app: 'web', 'service.istio.io/canonical-name': 'shop' },
      istioVersion: '1.24.0',
      envoyVersion: '1.32.2',
      interceptionMode: 'REDIRECT',
    });
  });

  it('of Istio 1.0 is known by its id alone, its labels lie among the metadata', () => {
    const node = readNode({
      id: 'sidecar~10.0.0.1~details-v1-9cb87c69-t2fdz.default~default.svc.cluster.local',
      cluster: 'details',
      metadata: { POD_NAME: 'details-v1-9cb87c69-t2fdz', INTERCEPTION_MODE: 'REDIRECT', app: 'details' },
      buildVersion: '0/1.7.0-dev//RELEASE',
    });
    expect(node).toMatchObject({
      pod: 'details-v1-9cb87c69-t2fdz',
      namespace: 'default',
      workload: 'details-v1',
      app: 'details',
      labels: { app: 'details' },
      envoyVersion: '1.7.0-dev',
    });
  });

  it.each([
    ['router~10.0.0.1~ingress.istio-system~x', 'router'],
    ['ingress~10.0.0.1~ingress.istio-system~x', 'router'],
    ['waypoint~10.0.0.1~waypoint.demo~x', 'waypoint'],
    ['anything else', 'unknown'],
  ])('with id %s is of kind %s', (id, kind) => {
    expect(readNode({ id }).kind).toBe(kind);
  });

  it.each([
    ['web-5d4f7c9b8d-x2x4z', 'web'],
    ['web-v1-5d4f7c9b8d-x2x4z', 'web-v1'],
    ['db-0', 'db'],
    ['web', 'web'],
    ['my-app', 'my-app'],
  ])('without workload guesses it from the pod %s', (pod, workload) => {
    expect(readNode({ metadata: { NAME: pod } }).workload).toBe(workload);
  });

  it('takes the workload from its owner before it guesses', () => {
    const OWNER = 'kubernetes://apis/apps/v1/namespaces/demo/deployments/web';
    expect(readNode({ metadata: { NAME: 'other-0', OWNER } }).workload).toBe('web');
  });
});
