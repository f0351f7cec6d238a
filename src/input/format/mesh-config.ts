import type { Format } from '../format.ts';
import type { JsonObject } from '../model.ts';
import { isObject } from '../spelling.ts';

/**
 * A bare `istio.mesh.v1alpha1.MeshConfig`, which is what the ConfigMap `istio` holds under `data.mesh`; or values of
 * istiod's Helm chart that hold one under `meshConfig`.
 */
export const meshConfig: Format = {
  name: 'MeshConfig',
  recognise: ({ tokens, value }) =>
    tokens.length === 0 && isObject(value) && holdsMeshConfig(value)
      ? { resources: [{ kind: 'mesh-config', state: 'active', value, at: [] }] }
      : undefined,
};

function holdsMeshConfig(value: JsonObject): boolean {
  if (Object.hasOwn(value, 'kind')) return false;
  return isObject(value['meshConfig']) || Object.keys(value).some((key) => marks.has(key));
}

/** Fields that only MeshConfig has at the top of a document. */
const marks = new Set([
  'defaultConfig',
  'enableAutoMtls',
  'trustDomain',
  'trustDomainAliases',
  'meshMTLS',
  'tlsDefaults',
  'outboundTrafficPolicy',
  'rootNamespace',
  'caCertificates',
  'extensionProviders',
  'defaultProviders',
  'enablePrometheusMerge',
  'accessLogFile',
  'authPolicy',
]);
