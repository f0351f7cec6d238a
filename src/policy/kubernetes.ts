import type { JsonObject } from '../input/model.ts';
import { flagAt, labelsAt, numberAt, objectAt, objectsAt, textAt, textsAt, type Labels } from './fields.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

export interface PodPort {
  readonly number: number;
  readonly name: string;
}

/** A pod, or the template of the pods that a workload resource makes. */
export interface PodFacts {
  readonly podLabels: Labels;
  readonly annotations: Labels;
  readonly serviceAccount: string;
  readonly hostNetwork: boolean;
  /** Names of containers, init containers first (native sidecars are init containers). */
  readonly containers: readonly string[];
  readonly ports: readonly PodPort[];
  /** Ports of HTTP, TCP and gRPC probes the kubelet asks, container by container. */
  readonly probes: readonly {
    readonly container: string;
    readonly kind: 'http' | 'tcp' | 'grpc';
    readonly port: string;
  }[];
}

export interface Pod extends KubernetesResource<'Pod'>, PodFacts {
  readonly ips: readonly string[];
}

export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet' | 'Job' | 'CronJob';

export interface WorkloadResource extends KubernetesResource<WorkloadKind>, PodFacts {}

export interface ServicePort {
  readonly number: number;
  readonly name: string;
  readonly protocol: string;
  readonly appProtocol: string;
  /** Number, or the name of a container's port; undefined: as `number`. */
  readonly targetPort?: number | string;
}

export interface Service extends KubernetesResource<'Service'> {
  readonly type: string;
  readonly selector: Labels;
  readonly ports: readonly ServicePort[];
  /** `None` is a headless Service. */
  readonly clusterIps: readonly string[];
  readonly externalName: string;
  /** Annotation `networking.istio.io/exportTo`. */
  readonly exportTo: readonly string[];
}

export type Namespace = KubernetesResource<'Namespace'>;

export function readPod(from: Manifest): Pod {
  const status = objectAt(from.value, 'status');
  const ips = objectsAt(status, 'podIPs').flatMap(({ value }) => textAt(value, 'ip') ?? []);
  const single = textAt(status, 'podIP');
  return {
    ...header('Pod', from),
    ...podFacts(from.value),
    ips: ips.length > 0 || single === undefined ? ips : [single],
  };
}

/** Reads the pod template of a Deployment and its like; a CronJob's is one level deeper. */
export function readWorkloadResource(kind: WorkloadKind, from: Manifest): WorkloadResource {
  const job = kind === 'CronJob' ? objectAt(objectAt(from.spec, 'jobTemplate'), 'spec') : from.spec;
  return { ...header(kind, from), ...podFacts(objectAt(job, 'template') ?? {}) };
}

export function readService(from: Manifest): Service {
  const { spec } = from;
  const annotations = labelsAt(objectAt(from.value, 'metadata'), 'annotations') ?? {};
  const single = textAt(spec, 'clusterIP');
  const exportTo = annotations['networking.istio.io/exportTo'];
  return {
    ...header('Service', from),
    type: textAt(spec, 'type') ?? 'ClusterIP',
    selector: labelsAt(spec, 'selector') ?? {},
    ports: objectsAt(spec, 'ports').flatMap(({ value }) => {
      const number = numberAt(value, 'port');
      const targetPort = numberAt(value, 'targetPort') ?? textAt(value, 'targetPort');
      return number === undefined
        ? []
        : {
            number,
            name: textAt(value, 'name') ?? '',
            protocol: textAt(value, 'protocol') ?? 'TCP',
            appProtocol: textAt(value, 'appProtocol') ?? '',
            ...(targetPort === undefined ? {} : { targetPort }),
          };
    }),
    clusterIps: textsAt(spec, 'clusterIPs') ?? (single === undefined ? [] : [single]),
    externalName: textAt(spec, 'externalName') ?? '',
    exportTo: exportTo === undefined ? [] : exportTo.split(',').map((each) => each.trim()),
  };
}

export function readNamespace(from: Manifest): Namespace {
  return header('Namespace', from);
}

function podFacts(pod: JsonObject): PodFacts {
  const spec = objectAt(pod, 'spec');
  const metadata = objectAt(pod, 'metadata');
  const containers = [...objectsAt(spec, 'initContainers'), ...objectsAt(spec, 'containers')].map(({ value }) => value);
  return {
    podLabels: labelsAt(metadata, 'labels') ?? {},
    annotations: labelsAt(metadata, 'annotations') ?? {},
    serviceAccount: textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount') ?? 'default',
    hostNetwork: flagAt(spec, 'hostNetwork') ?? false,
    containers: containers.map((container) => textAt(container, 'name') ?? ''),
    ports: containers.flatMap((container) =>
      objectsAt(container, 'ports').flatMap(({ value }) => {
        const number = numberAt(value, 'containerPort');
        return number === undefined ? [] : { number, name: textAt(value, 'name') ?? '' };
      }),
    ),
    probes: containers.flatMap(probesOf),
  };
}

const probeKinds = [
  ['httpGet', 'http'],
  ['tcpSocket', 'tcp'],
  ['grpc', 'grpc'],
] as const;

function probesOf(container: JsonObject): PodFacts['probes'] {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((key) => objectAt(container, key));
  return probes.flatMap((probe) =>
    probeKinds.flatMap(([key, kind]) => {
      const action = objectAt(probe, key);
      const port = textAt(action, 'port');
      return port === undefined ? [] : { container: textAt(container, 'name') ?? '', kind, port };
    }),
  );
}
