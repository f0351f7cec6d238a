import type { JsonObject } from '../input/model.ts';
import { labelsAt, numberAt, objectAt, objectsAt, oneOf, textAt, textsAt, type Labels } from './fields.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

export interface ServiceEntryPort {
  readonly number: number;
  readonly protocol: string;
  readonly name: string;
  readonly targetPort?: number;
}

/** An endpoint: an entry of a ServiceEntry, or what a WorkloadEntry says. */
export interface EntryEndpoint {
  readonly address: string;
  /** Port name → port, where it differs from the entry's own. */
  readonly ports: Readonly<Record<string, number>>;
  readonly labels: Labels;
  readonly serviceAccount: string;
}

/** networking.istio.io ServiceEntry: a service that no Service declares. */
export interface ServiceEntry extends KubernetesResource<'ServiceEntry'> {
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
  readonly ports: readonly ServiceEntryPort[];
  readonly external: boolean;
  readonly resolution: (typeof resolutions)[number];
  readonly endpoints: readonly EntryEndpoint[];
  readonly workloadSelector?: Labels;
  readonly exportTo: readonly string[];
  readonly subjectAltNames: readonly string[];
}

/** networking.istio.io WorkloadEntry: a workload that no Pod is. */
export interface WorkloadEntry extends KubernetesResource<'WorkloadEntry'>, Omit<EntryEndpoint, 'labels'> {}

const resolutions = ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'] as const;

const specFields = [
  'hosts',
  'addresses',
  'ports',
  'location',
  'resolution',
  'endpoints',
  'workloadSelector',
  'exportTo',
  'subjectAltNames',
];

export function readServiceEntry(from: Manifest): ServiceEntry {
  const { spec } = from;
  const selector = labelsAt(objectAt(spec, 'workloadSelector'), 'labels');
  return {
    ...header('ServiceEntry', from, specFields),
    hosts: textsAt(spec, 'hosts') ?? [],
    addresses: textsAt(spec, 'addresses') ?? [],
    ports: objectsAt(spec, 'ports').flatMap(({ value }) => {
      const number = numberAt(value, 'number');
      const targetPort = numberAt(value, 'targetPort');
      return number === undefined
        ? []
        : {
            number,
            protocol: textAt(value, 'protocol') ?? '',
            name: textAt(value, 'name') ?? '',
            ...(targetPort === undefined ? {} : { targetPort }),
          };
    }),
    // Without a location it is MESH_EXTERNAL, protobuf's zero value.
    external: textAt(spec, 'location') !== 'MESH_INTERNAL',
    resolution: oneOf(textAt(spec, 'resolution'), resolutions, 'NONE'),
    endpoints: objectsAt(spec, 'endpoints').map(({ value }) => readEndpoint(value)),
    ...(selector === undefined ? {} : { workloadSelector: selector }),
    exportTo: textsAt(spec, 'exportTo') ?? [],
    subjectAltNames: textsAt(spec, 'subjectAltNames') ?? [],
  };
}

export function readWorkloadEntry(from: Manifest): WorkloadEntry {
  const base = header('WorkloadEntry', from);
  const endpoint = readEndpoint(from.spec ?? {});
  return { ...endpoint, ...base, labels: { ...base.labels, ...endpoint.labels } };
}

function readEndpoint(value: JsonObject): EntryEndpoint {
  const ports = objectAt(value, 'ports');
  return {
    address: textAt(value, 'address') ?? '',
    ports: Object.fromEntries(
      Object.keys(ports ?? {}).flatMap((name) => {
        const port = numberAt(ports, name);
        return port === undefined ? [] : [[name, port] as const];
      }),
    ),
    labels: labelsAt(value, 'labels') ?? {},
    serviceAccount: textAt(value, 'serviceAccount') ?? '',
  };
}
