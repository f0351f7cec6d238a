import type { RawResource } from '../input/model.ts';
import { isObject, textAt } from './fields.ts';

/** Kinds that belong to the cluster. */
const clusterWide = /^(?:Namespace|MeshPolicy|Cluster.*|.*WebhookConfiguration)$/u;

/** As `kubectl apply -n` would: `namespace` only where a manifest names none. */
export function withNamespace(raw: RawResource, namespace: string): RawResource {
  const { value } = raw;
  const metadata = value['metadata'];
  if (!isObject(metadata) || Object.hasOwn(metadata, 'namespace') || clusterWide.test(textAt(value, 'kind') ?? '')) {
    return raw;
  }
  return { ...raw, value: { ...value, metadata: { ...metadata, namespace } } };
}
