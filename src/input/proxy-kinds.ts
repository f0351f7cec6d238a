import type { RawKind } from './model.ts';

/** The kinds of resources that make up a proxy. Objects of Kubernetes and Istio are files of their own. */
export const proxyKinds: readonly RawKind[] = [
  'bootstrap',
  'listener',
  'cluster',
  'endpoints',
  'route',
  'secret',
  'cluster-status',
  'certificate',
  'server-info',
  'stats',
  'ztunnel',
];
