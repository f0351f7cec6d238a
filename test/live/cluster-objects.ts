/** What the API of a cluster shows of what the tests describe. */
import type { Labelled, StubCluster, StubPod } from './stub-cluster.ts';

/** The objects by plural. */
export function clusterObjects(cluster: Partial<StubCluster>) {
  const { pods = [], deployments = [], statefulsets = [], services = [] } = cluster;
  return {
    pods: pods.map(asPod),
    deployments: deployments.map((each) => workload('Deployment', each)),
    statefulsets: statefulsets.map((each) => workload('StatefulSet', each)),
    services: services.map(({ name, namespace, labels }) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: labels },
    })),
  };
}

function workload(kind: string, { name, namespace, labels }: Labelled) {
  const spec = { selector: { matchLabels: labels } };
  return { apiVersion: 'apps/v1', kind, metadata: { name, namespace }, spec };
}

function asPod({ name, namespace, ip, labels = {}, container = 'istio-proxy', native = false, ready = true }: StubPod) {
  const proxy = { name: container };
  const states = [{ name: container, ready, state: ready ? { running: {} } : { waiting: {} } }];
  const application = { name: 'app' };
  const withProxy = container === 'app' ? [application] : [application, proxy];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: native
      ? { containers: [application], initContainers: [{ name: 'istio-init' }, { ...proxy, restartPolicy: 'Always' }] }
      : { containers: withProxy },
    status: {
      phase: ready ? 'Running' : 'Pending',
      podIP: ip,
      podIPs: [{ ip }],
      containerStatuses: native ? [{ name: 'app', ready: true }] : states,
      ...(native && { initContainerStatuses: states }),
    },
  };
}
