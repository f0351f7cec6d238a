/** What stays of a pod when it is rolled out again: the name of its workload. */
import type { Endpoint, Proxy } from '../envoy/model.ts';
import { parseWorkload } from '../istio/workload-string.ts';

/** `namespace/workload`; the pod, or the proxy's name, stands in where no workload is known. */
export function workloadKey({ name, node }: Proxy): string {
  return `${node.namespace}/${[node.workload, node.pod].find((each) => each !== '') ?? name}`;
}

/** The same of an endpoint, as istiod marks it; undefined where it is not marked. */
export function workloadOfEndpoint({ workload }: Endpoint): string | undefined {
  if (workload === undefined) return undefined;
  const { name, namespace } = parseWorkload(workload);
  return name === '' ? undefined : `${namespace}/${name}`;
}
