/**
 * `filter_metadata.istio.workload` of an endpoint, Istio ≥ 1.8: `NAME;NAMESPACE;CANONICAL;REVISION;CLUSTER`
 * (pilot/pkg/networking/util, `AppendLbEndpointMetadata`).
 */

export interface WorkloadName {
  readonly name: string;
  readonly namespace: string;
  readonly canonicalName: string;
  readonly revision: string;
  readonly cluster: string;
}

/** Parts that are missing are empty. */
export function parseWorkload(written: string): WorkloadName {
  const [name = '', namespace = '', canonicalName = '', revision = '', cluster = ''] = written.split(';');
  return { name, namespace, canonicalName, revision, cluster };
}
