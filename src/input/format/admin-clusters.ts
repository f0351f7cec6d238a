import type { Format } from '../format.ts';
import { isObject, snakeCase } from '../spelling.ts';

/** `/clusters?format=json`: `envoy.admin.v3.Clusters`. Hosts and their health, no TLS metadata. */
export const adminClusters: Format = {
  name: '/clusters?format=json',
  recognise: ({ tokens, value }) =>
    isObject(value) && tokens.length === 2 && snakeCase(tokens[0] ?? '') === 'cluster_statuses'
      ? { resources: [{ kind: 'cluster-status', state: 'active', value, at: [] }] }
      : undefined,
};
