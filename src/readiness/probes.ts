/** Probes of the kubelet that STRICT would turn away. */
import { compareText } from '../policy/resource.ts';
import type { PodFacts } from '../policy/kubernetes.ts';
import type { Policies } from '../policy/policies.ts';
import type { StrictScope } from './strict-change.ts';

export interface Probe {
  readonly namespace: string;
  readonly workload: string;
  readonly container: string;
  readonly kind: 'http' | 'tcp' | 'grpc';
  readonly port: string;
}

/**
 * Probes that are not rewritten to go through the agent: the kubelet has no certificate. Injected
 * pods ask the agent (port 15020) instead; those whose annotation switches that off do not. TCP
 * probes only ask whether something listens, which the proxy does.
 */
export function probesTurnedAway(policies: Policies, scope: StrictScope): readonly Probe[] {
  const pods = [...policies.workloads, ...policies.pods].filter(
    ({ namespace }) => scope.kind === 'mesh' || namespace === scope.name,
  );
  const probes = pods.flatMap((each) =>
    isRewritten(each)
      ? []
      : each.probes
          .filter(({ kind, container, port }) => kind !== 'tcp' && container !== 'istio-proxy' && port !== '15020')
          .map((probe) => ({ namespace: each.namespace, workload: each.name, ...probe })),
  );
  return probes.toSorted((a, b) => compareText(a.namespace, b.namespace) || compareText(a.workload, b.workload));
}

const annotation = 'sidecar.istio.io/rewriteAppHTTPProbers';

/** Rewriting is on by default; a pod that was injected without it shows its own ports in its probes. */
function isRewritten({ annotations, containers }: PodFacts): boolean {
  if (Object.hasOwn(annotations, annotation)) return annotations[annotation] === 'true';
  return !containers.includes('istio-proxy');
}
