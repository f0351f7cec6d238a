import type { Policies } from './policies.ts';

/** Of a mesh beside whose dumps no object of Kubernetes or Istio was found. */
export const noPolicies: Policies = {
  peerAuthentications: [],
  destinationRules: [],
  virtualServices: [],
  sidecars: [],
  serviceEntries: [],
  workloadEntries: [],
  authorizationPolicies: [],
  gateways: [],
  envoyFilters: [],
  legacyPolicies: [],
  serviceRoles: [],
  serviceRoleBindings: [],
  meshConfigs: [],
  pods: [],
  workloads: [],
  services: [],
  namespaces: [],
  webhooks: [],
  others: [],
};
