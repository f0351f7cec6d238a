import { parse } from 'yaml';
import type { Place } from '../evidence.ts';
import type { JsonObject, JsonValue } from '../input/model.ts';
import { flagAt, isObject, objectAt, textAt, textsAt } from './fields.ts';
import type { Manifest } from './resource.ts';

/** The mesh-wide settings that bear on mutual TLS. Undefined where the MeshConfig does not set them. */
export interface MeshConfig {
  readonly place: Place;
  /** Pointer of the settings within `place`, empty where they are the document. */
  readonly path: string;
  /** `namespace/name` of the ConfigMap; empty for a bare MeshConfig. */
  readonly name: string;
  readonly enableAutoMtls?: boolean;
  readonly rootNamespace?: string;
  readonly trustDomain?: string;
  readonly trustDomainAliases?: readonly string[];
  readonly outboundMode?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** `meshMTLS.minProtocolVersion`. */
  readonly minimumTls?: 'TLSv1_2' | 'TLSv1_3';
  /** `defaultDestinationRuleExportTo` and its like. */
  readonly exportTo: {
    readonly destinationRule: readonly string[];
    readonly virtualService: readonly string[];
    readonly service: readonly string[];
  };
  /** `authPolicy: MUTUAL_TLS` of Istio 1.0. */
  readonly legacyMutualTls: boolean;
  /** Every field that is set, for saying which of them were not taken into account. */
  readonly fields: readonly string[];
}

/** Fields of MeshConfig that tell a document without `kind` from any other. */
const telling = [
  'enableAutoMtls',
  'trustDomain',
  'trustDomainAliases',
  'rootNamespace',
  'outboundTrafficPolicy',
  'meshMTLS',
  'defaultConfig',
  'authPolicy',
  'defaultDestinationRuleExportTo',
  'defaultServiceExportTo',
  'defaultVirtualServiceExportTo',
];

/** Whether a document without `kind` is a bare MeshConfig. */
export function isBareMeshConfig(value: JsonObject): boolean {
  return !Object.hasOwn(value, 'kind') && telling.some((key) => Object.hasOwn(value, key));
}

/**
 * The MeshConfig an object holds: a ConfigMap `istio` or `istio-REVISION` (key `mesh`), an
 * IstioOperator or Istio resource (`meshConfig`), the values of istiod's Helm chart (`meshConfig`), or a bare document. Undefined when there is none.
 */
export function readMeshConfig(from: Manifest): MeshConfig | undefined {
  const { value, spec, place } = from;
  const metadata = objectAt(value, 'metadata');
  const name = `${textAt(metadata, 'namespace') ?? ''}/${textAt(metadata, 'name') ?? ''}`;
  if (from.kind === 'ConfigMap') {
    if (!/\/istio(-.*)?$/.test(name)) return undefined;
    const mesh = parsed(textAt(objectAt(value, 'data'), 'mesh'));
    return mesh && settings(mesh, { place, path: '/data/mesh', name });
  }
  if (from.kind === 'IstioOperator') {
    const mesh = objectAt(spec, 'meshConfig');
    return mesh && settings(mesh, { place, path: '/spec/meshConfig', name });
  }
  if (from.kind === 'Istio' || from.kind === 'IstioRevision') {
    const mesh = objectAt(objectAt(spec, 'values'), 'meshConfig');
    return mesh && settings(mesh, { place, path: '/spec/values/meshConfig', name });
  }
  if (isBareMeshConfig(value)) return settings(value, { place, path: '', name: '' });
  const inValues = Object.hasOwn(value, 'kind') ? undefined : objectAt(value, 'meshConfig');
  return inValues && settings(inValues, { place, path: '/meshConfig', name: '' });
}

function settings(mesh: JsonObject, where: Pick<MeshConfig, 'place' | 'path' | 'name'>): MeshConfig {
  const autoMtls = flagAt(mesh, 'enableAutoMtls');
  const rootNamespace = textAt(mesh, 'rootNamespace');
  const trustDomain = textAt(mesh, 'trustDomain');
  const aliases = textsAt(mesh, 'trustDomainAliases');
  const outbound = objectAt(mesh, 'outboundTrafficPolicy');
  const outboundMode = textAt(outbound, 'mode') === 'ALLOW_ANY' ? 'ALLOW_ANY' : 'REGISTRY_ONLY';
  const minimum = textAt(objectAt(mesh, 'meshMTLS'), 'minProtocolVersion');
  return {
    ...where,
    ...(autoMtls === undefined ? {} : { enableAutoMtls: autoMtls }),
    ...(rootNamespace === undefined ? {} : { rootNamespace }),
    ...(trustDomain === undefined ? {} : { trustDomain }),
    ...(aliases === undefined ? {} : { trustDomainAliases: aliases }),
    ...(outbound === undefined ? {} : { outboundMode }),
    ...(minimum === undefined ? {} : { minimumTls: minimum === 'TLSV1_3' ? 'TLSv1_3' : 'TLSv1_2' }),
    exportTo: {
      destinationRule: textsAt(mesh, 'defaultDestinationRuleExportTo') ?? [],
      virtualService: textsAt(mesh, 'defaultVirtualServiceExportTo') ?? [],
      service: textsAt(mesh, 'defaultServiceExportTo') ?? [],
    },
    legacyMutualTls: textAt(mesh, 'authPolicy') === 'MUTUAL_TLS',
    fields: Object.keys(mesh).toSorted(),
  };
}

// YAML inside YAML; one that cannot be read holds no settings, as for istiod, which keeps its last.
function parsed(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = parse(text, { maxAliasCount: 100, schema: 'core' });
    return isJson(value, 0) && isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJson(value: unknown, depth: number): value is JsonValue {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  return typeof value === 'object' && depth < 50 && Object.values(value).every((each) => isJson(each, depth + 1));
}
