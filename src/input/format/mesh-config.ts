import type { Format } from '../format.ts';
import { isObject } from '../spelling.ts';

/** A bare `istio.mesh.v1alpha1.MeshConfig`: what the ConfigMap `istio` holds under `data.mesh`. */
export const meshConfig: Format = {
  name: 'MeshConfig',
  recognise: ({ tokens, value }) =>
    tokens.length === 0 && isObject(value) && Object.keys(value).some((key) => marks.has(key))
      ? { resources: [{ kind: 'mesh-config', state: 'active', value, at: [] }] }
      : undefined,
};

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
