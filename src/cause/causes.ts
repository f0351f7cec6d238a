/**
 * Every cause, the more specific before the more general: where two are found on one edge with the same
 * certainty, the earlier one is called primary. A new cause is a file beside this one and a line here.
 */
import type { Cause } from './cause.ts';
import { ambientStrict } from './ambient-strict.ts';
import { apiserverWebhook } from './apiserver-webhook.ts';
import { authzPrincipalNeedsMtls } from './authz-principal-needs-mtls.ts';
import { automtlsDisabled } from './automtls-disabled.ts';
import { certExpired } from './cert-expired.ts';
import { certNotYetValid } from './cert-not-yet-valid.ts';
import { consulPermissive } from './consul-permissive.ts';
import { consulUpstreamMissed } from './consul-upstream-missed.ts';
import { customClusterNoTls } from './custom-cluster-no-tls.ts';
import { doubleTls } from './double-tls.ts';
import { drCredentialnameOnSidecar } from './dr-credentialname-on-sidecar.ts';
import { drDuplicateSameHost } from './dr-duplicate-same-host.ts';
import { drMisplacedBlock } from './dr-misplaced-block.ts';
import { drMutualFilesMissing } from './dr-mutual-files-missing.ts';
import { drMutualForeignCa } from './dr-mutual-foreign-ca.ts';
import { drMutualToExternal } from './dr-mutual-to-external.ts';
import { drMutualToPlaintext } from './dr-mutual-to-plaintext.ts';
import { drNoTlsBlock } from './dr-no-tls-block.ts';
import { drNotVisible } from './dr-not-visible.ts';
import { drPortlevelDropsTls } from './dr-portlevel-drops-tls.ts';
import { drShadowed } from './dr-shadowed.ts';
import { drSimpleToMesh } from './dr-simple-to-mesh.ts';
import { drSubsetTlsOverride } from './dr-subset-tls-override.ts';
import { drTlsDisable } from './dr-tls-disable.ts';
import { drWildcardKubeApi } from './dr-wildcard-kube-api.ts';
import { drWrongHost } from './dr-wrong-host.ts';
import { eastwestNeedsMtls } from './eastwest-needs-mtls.ts';
import { endpointNoSidecar } from './endpoint-no-sidecar.ts';
import { envoyfilterTlsPatch } from './envoyfilter-tls-patch.ts';
import { externalOriginationUnverified } from './external-origination-unverified.ts';
import { externalnameAlias } from './externalname-alias.ts';
import { gatewayServerMode } from './gateway-server-mode.ts';
import { hboneNotPlaintext } from './hbone-not-plaintext.ts';
import { headlessOneBadEndpoint } from './headless-one-bad-endpoint.ts';
import { hostnetworkPod } from './hostnetwork-pod.ts';
import { httpToHttpsApp } from './http-to-https-app.ts';
import { inboundExcluded } from './inbound-excluded.ts';
import { ingressToPodIp } from './ingress-to-pod-ip.ts';
import { kubeletProbe } from './kubelet-probe.ts';
import { kumaPermissiveOrIdentity } from './kuma-permissive-or-identity.ts';
import { legacyDrWithoutPolicy } from './legacy-dr-without-policy.ts';
import { legacyPolicyWithoutDr } from './legacy-policy-without-dr.ts';
import { listenerConflict } from './listener-conflict.ts';
import { meshExternalSe } from './mesh-external-se.ts';
import { mixedEndpoints } from './mixed-endpoints.ts';
import { notMtlsImpostor } from './not-mtls-impostor.ts';
import { outboundExcluded } from './outbound-excluded.ts';
import { paDisable } from './pa-disable.ts';
import { paDuplicateScope } from './pa-duplicate-scope.ts';
import { paPermissiveHalf } from './pa-permissive-half.ts';
import { paPortIsContainerPort } from './pa-port-is-container-port.ts';
import { paPortlevelWithoutSelector } from './pa-portlevel-without-selector.ts';
import { paRootSelectorIgnored } from './pa-root-selector-ignored.ts';
import { paSelectorMismatch } from './pa-selector-mismatch.ts';
import { paStrictNoSidecarClient } from './pa-strict-no-sidecar-client.ts';
import { paUnsetInherits } from './pa-unset-inherits.ts';
import { paWorkloadPre112 } from './pa-workload-pre-1.12.ts';
import { paWorkloadStrictUnderNsDisable } from './pa-workload-strict-under-ns-disable.ts';
import { paWrongNamespace } from './pa-wrong-namespace.ts';
import { podIpPassthrough } from './pod-ip-passthrough.ts';
import { prometheusScrape } from './prometheus-scrape.ts';
import { rootCaMismatch } from './root-ca-mismatch.ts';
import { sanMismatch } from './san-mismatch.ts';
import { sdsSecretMissing } from './sds-secret-missing.ts';
import { serverFirstProtocol } from './server-first-protocol.ts';
import { sidecarScopeMissing } from './sidecar-scope-missing.ts';
import { sniNoMatch } from './sni-no-match.ts';
import { staleProxy } from './stale-proxy.ts';
import { targetportMismatch } from './targetport-mismatch.ts';
import { tlsParamsDisjoint } from './tls-params-disjoint.ts';
import { tlsWithoutIstioAlpn } from './tls-without-istio-alpn.ts';
import { tlsmodeLabelTampered } from './tlsmode-label-tampered.ts';
import { trustDomainMismatch } from './trust-domain-mismatch.ts';
import { uid1337Bypass } from './uid-1337-bypass.ts';
import { undeclaredPort } from './undeclared-port.ts';
import { workloadentryUntagged } from './workloadentry-untagged.ts';

/** All causes, in order. */
export const causes: readonly Cause[] = [
  authzPrincipalNeedsMtls,
  serverFirstProtocol,
  drWildcardKubeApi,
  drMutualToExternal,
  externalOriginationUnverified,
  drMutualFilesMissing,
  kumaPermissiveOrIdentity,
  consulUpstreamMissed,
  consulPermissive,
  certExpired,
  certNotYetValid,
  sdsSecretMissing,
  trustDomainMismatch,
  drMutualForeignCa,
  sanMismatch,
  rootCaMismatch,
  envoyfilterTlsPatch,
  tlsParamsDisjoint,
  doubleTls,
  tlsWithoutIstioAlpn,
  drSubsetTlsOverride,
  drPortlevelDropsTls,
  drCredentialnameOnSidecar,
  drMisplacedBlock,
  drShadowed,
  drNoTlsBlock,
  drTlsDisable,
  drDuplicateSameHost,
  drNotVisible,
  drWrongHost,
  drSimpleToMesh,
  legacyDrWithoutPolicy,
  drMutualToPlaintext,
  ingressToPodIp,
  sidecarScopeMissing,
  undeclaredPort,
  podIpPassthrough,
  listenerConflict,
  customClusterNoTls,
  headlessOneBadEndpoint,
  meshExternalSe,
  externalnameAlias,
  ambientStrict,
  targetportMismatch,
  eastwestNeedsMtls,
  sniNoMatch,
  gatewayServerMode,
  mixedEndpoints,
  hostnetworkPod,
  workloadentryUntagged,
  tlsmodeLabelTampered,
  endpointNoSidecar,
  paWorkloadPre112,
  paWorkloadStrictUnderNsDisable,
  staleProxy,
  legacyPolicyWithoutDr,
  automtlsDisabled,
  paPortIsContainerPort,
  paPortlevelWithoutSelector,
  paRootSelectorIgnored,
  paDuplicateScope,
  paSelectorMismatch,
  paWrongNamespace,
  paUnsetInherits,
  paDisable,
  paStrictNoSidecarClient,
  paPermissiveHalf,
  kubeletProbe,
  prometheusScrape,
  apiserverWebhook,
  outboundExcluded,
  inboundExcluded,
  uid1337Bypass,
  httpToHttpsApp,
  hboneNotPlaintext,
  notMtlsImpostor,
];
