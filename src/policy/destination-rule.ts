import type { JsonObject } from '../input/model.ts';
import {
  fieldsBeside,
  flagAt,
  labelsAt,
  numberAt,
  objectAt,
  objectsAt,
  oneOf,
  textAt,
  textsAt,
  type Labels,
} from './fields.ts';
import { resolveHost } from './host-names.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

export type ClientTlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

/** `ClientTLSSettings`. `tls: {}` is `DISABLE`: protobuf's zero value, not "not set". */
export interface ClientTls {
  readonly mode: ClientTlsMode;
  readonly clientCertificate: string;
  readonly privateKey: string;
  readonly caCertificates: string;
  readonly credentialName: string;
  /** Undefined where none are written: then Istio fills in the service accounts. */
  readonly subjectAltNames?: readonly string[];
  readonly sni: string;
  readonly insecureSkipVerify: boolean;
  /** Where it stands in its DestinationRule. */
  readonly path: string;
}

/** What of a `TrafficPolicy` bears on who connects to whom with what. */
export interface TrafficPolicy {
  readonly path: string;
  readonly tls?: ClientTls;
  /** `portLevelSettings`, by port of the Service; each replaces the whole policy for its port. */
  readonly ports: readonly PortTrafficPolicy[];
  /** `loadBalancer.simple: PASSTHROUGH`: to the address the application dialled. */
  readonly passthrough: boolean;
  /** `connectionPool.http.h2UpgradePolicy`. */
  readonly h2Upgrade?: boolean;
  readonly proxyProtocol: boolean;
}

export interface PortTrafficPolicy extends Omit<TrafficPolicy, 'ports' | 'proxyProtocol'> {
  readonly port: number;
}

export interface Subset {
  readonly name: string;
  readonly labels: Labels;
  readonly trafficPolicy?: TrafficPolicy;
  readonly path: string;
}

/** networking.istio.io DestinationRule: what clients send. */
export interface DestinationRule extends KubernetesResource<'DestinationRule'> {
  /** As written. */
  readonly host: string;
  /** With a short name resolved in the rule's own namespace. */
  readonly fqdn: string;
  readonly exportTo: readonly string[];
  /** Clients it is for; undefined is everyone. */
  readonly workloadSelector?: Labels;
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets: readonly Subset[];
}

const specFields = ['host', 'trafficPolicy', 'subsets', 'exportTo', 'workloadSelector'];
const policyFields = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'];
const wholePolicyFields = [...policyFields, 'portLevelSettings', 'tunnel', 'proxyProtocol', 'retryBudget'];

export function readDestinationRule(from: Manifest): DestinationRule {
  const base = header('DestinationRule', from, specFields);
  const host = textAt(from.spec, 'host') ?? '';
  const selector = objectAt(from.spec, 'workloadSelector');
  const policy = objectAt(from.spec, 'trafficPolicy');
  const subsets = objectsAt(from.spec, 'subsets').map(({ value, index }) =>
    readSubset(value, `/spec/subsets/${index}`),
  );
  return {
    ...base,
    misplaced: [...base.misplaced, ...fieldsBeside(policy, wholePolicyFields, '/spec/trafficPolicy')],
    host,
    fqdn: resolveHost(host, base.namespace, from.dnsDomain),
    exportTo: textsAt(from.spec, 'exportTo') ?? [],
    ...(selector === undefined ? {} : { workloadSelector: labelsAt(selector, 'matchLabels') ?? {} }),
    ...(policy === undefined ? {} : { trafficPolicy: readTrafficPolicy(policy, '/spec/trafficPolicy') }),
    subsets,
  };
}

function readSubset(value: JsonObject, path: string): Subset {
  const policy = objectAt(value, 'trafficPolicy');
  return {
    name: textAt(value, 'name') ?? '',
    labels: labelsAt(value, 'labels') ?? {},
    ...(policy === undefined ? {} : { trafficPolicy: readTrafficPolicy(policy, `${path}/trafficPolicy`) }),
    path,
  };
}

function readTrafficPolicy(value: JsonObject, path: string): TrafficPolicy {
  const ports = objectsAt(value, 'portLevelSettings').flatMap((each) => {
    const port = numberAt(objectAt(each.value, 'port'), 'number');
    const at = `${path}/portLevelSettings/${each.index}`;
    return port === undefined ? [] : [{ port, ...readPolicyFields(each.value, at) }];
  });
  return { ...readPolicyFields(value, path), ports, proxyProtocol: objectAt(value, 'proxyProtocol') !== undefined };
}

function readPolicyFields(value: JsonObject, path: string): Omit<PortTrafficPolicy, 'port'> {
  const tls = objectAt(value, 'tls');
  const upgrade = textAt(objectAt(objectAt(value, 'connectionPool'), 'http'), 'h2UpgradePolicy');
  return {
    path,
    ...(tls === undefined ? {} : { tls: readClientTls(tls, `${path}/tls`) }),
    passthrough: textAt(objectAt(value, 'loadBalancer'), 'simple') === 'PASSTHROUGH',
    ...(upgrade === 'UPGRADE' || upgrade === 'DO_NOT_UPGRADE' ? { h2Upgrade: upgrade === 'UPGRADE' } : {}),
  };
}

function readClientTls(value: JsonObject, path: string): ClientTls {
  const sans = textsAt(value, 'subjectAltNames');
  return {
    mode: oneOf(textAt(value, 'mode'), ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'], 'DISABLE'),
    clientCertificate: textAt(value, 'clientCertificate') ?? '',
    privateKey: textAt(value, 'privateKey') ?? '',
    caCertificates: textAt(value, 'caCertificates') ?? '',
    credentialName: textAt(value, 'credentialName') ?? '',
    ...(sans === undefined || sans.length === 0 ? {} : { subjectAltNames: sans }),
    sni: textAt(value, 'sni') ?? '',
    insecureSkipVerify: flagAt(value, 'insecureSkipVerify') ?? false,
    path,
  };
}
