import { labelsAt, numberAt, objectAt, objectsAt, oneOf, textAt, textsAt, type Labels } from './fields.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

export interface SidecarPort {
  readonly number: number;
  readonly protocol: string;
  readonly name: string;
}

/** What the workload accepts, in place of what its Services say. */
export interface SidecarIngress {
  readonly port: SidecarPort;
  readonly bind: string;
  readonly captureMode: 'DEFAULT' | 'IPTABLES' | 'NONE';
  readonly defaultEndpoint: string;
  readonly tls: boolean;
  readonly path: string;
}

/** What the workload may reach. */
export interface SidecarEgress {
  /** Only this port; undefined: every port no other entry is about. */
  readonly port?: SidecarPort;
  readonly bind: string;
  /** `namespace/host`; `.` is the workload's own namespace, `~` in front takes away. */
  readonly hosts: readonly string[];
  readonly path: string;
}

/** networking.istio.io Sidecar: how much of the mesh a proxy knows. */
export interface Sidecar extends KubernetesResource<'Sidecar'> {
  readonly workloadSelector?: Labels;
  readonly ingress: readonly SidecarIngress[];
  readonly egress: readonly SidecarEgress[];
  /** `outboundTrafficPolicy.mode`; undefined: as in MeshConfig. */
  readonly outboundMode?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
}

const specFields = ['workloadSelector', 'ingress', 'egress', 'outboundTrafficPolicy', 'inboundConnectionPool'];

export function readSidecar(from: Manifest): Sidecar {
  const selector = objectAt(from.spec, 'workloadSelector');
  const outbound = objectAt(from.spec, 'outboundTrafficPolicy');
  const mode = textAt(outbound, 'mode');
  return {
    ...header('Sidecar', from, specFields),
    ...(selector === undefined ? {} : { workloadSelector: labelsAt(selector, 'labels') ?? {} }),
    ingress: objectsAt(from.spec, 'ingress').flatMap(({ value, index }) => {
      const port = readSidecarPort(objectAt(value, 'port'));
      const captureMode = oneOf(textAt(value, 'captureMode'), ['DEFAULT', 'IPTABLES', 'NONE'], 'DEFAULT');
      return port === undefined
        ? []
        : {
            port,
            bind: textAt(value, 'bind') ?? '',
            captureMode,
            defaultEndpoint: textAt(value, 'defaultEndpoint') ?? '',
            tls: objectAt(value, 'tls') !== undefined,
            path: `/spec/ingress/${index}`,
          };
    }),
    egress: objectsAt(from.spec, 'egress').map(({ value, index }) => {
      const port = readSidecarPort(objectAt(value, 'port'));
      return {
        ...(port === undefined ? {} : { port }),
        bind: textAt(value, 'bind') ?? '',
        hosts: textsAt(value, 'hosts') ?? [],
        path: `/spec/egress/${index}`,
      };
    }),
    // An outboundTrafficPolicy without a mode is REGISTRY_ONLY, protobuf's zero value.
    ...(outbound === undefined ? {} : { outboundMode: mode === 'ALLOW_ANY' ? mode : 'REGISTRY_ONLY' }),
  };
}

function readSidecarPort(value: Parameters<typeof numberAt>[0]): SidecarPort | undefined {
  const number = numberAt(value, 'number');
  if (number === undefined) return undefined;
  return { number, protocol: textAt(value, 'protocol') ?? '', name: textAt(value, 'name') ?? '' };
}
