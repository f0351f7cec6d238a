/** Workloads of a cluster as kubectl spells them: `pod/NAME`, `deploy/NAME`, `svc/NAME` and the like, with `.NAMESPACE` and `@CONTEXT`. */

/** Which cluster and namespace, as the options of kubectl say. */
export interface KubectlOptions {
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
}

export interface KubernetesTarget extends KubectlOptions {
  readonly resource: 'pod' | 'service' | 'deployment' | 'statefulset' | 'daemonset' | 'replicaset';
  readonly name: string;
  /** `@CONTEXT`, where the word names it: pods of two clusters may be called the same. */
  readonly where?: string;
}

const resources = new Map<string, KubernetesTarget['resource']>([
  ...(['pod', 'pods', 'po'] as const).map((word) => [word, 'pod'] as const),
  ...(['deploy', 'deployment', 'deployments'] as const).map((word) => [word, 'deployment'] as const),
  ...(['svc', 'service', 'services'] as const).map((word) => [word, 'service'] as const),
  ...(['sts', 'statefulset', 'statefulsets'] as const).map((word) => [word, 'statefulset'] as const),
  ...(['ds', 'daemonset', 'daemonsets'] as const).map((word) => [word, 'daemonset'] as const),
  ...(['rs', 'replicaset', 'replicasets'] as const).map((word) => [word, 'replicaset'] as const),
]);

/**
 * Reads `pod/NAME[.NAMESPACE][@CONTEXT]` and its siblings; undefined for every other word. What the word says of
 * namespace and context goes before what the options say. Names that no cluster can have are refused by the pattern:
 * they would be words of a command line.
 */
export function kubernetesTarget(word: string, options: KubectlOptions = {}): KubernetesTarget | undefined {
  const parts = /^([a-z]+)\/([a-z0-9][a-z0-9-]*)(?:\.([a-z0-9][a-z0-9-]*))?(?:@([\w./:@-]+))?$/u.exec(word);
  const resource = resources.get(parts?.[1] ?? '');
  const name = parts?.[2];
  if (resource === undefined || name === undefined) return undefined;
  const namespace = parts?.[3] ?? options.namespace;
  const context = parts?.[4] ?? options.context;
  return {
    resource,
    name,
    ...(namespace !== undefined && { namespace }),
    ...(context !== undefined && { context }),
    ...(parts?.[4] !== undefined && { where: `@${parts[4]}` }),
    ...(options.kubeconfig !== undefined && { kubeconfig: options.kubeconfig }),
  };
}
