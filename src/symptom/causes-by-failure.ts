/**
 * Which causes lead to which failure, in the order of how often people meet them. Codes of `cause/causes.ts`; a
 * test sees to it that each of those is somewhere here or at a kind of its own.
 */

/** Plaintext is sent to a server that takes only TLS. */
export const causesOfPlaintext: readonly string[] = [
  'pa-strict-no-sidecar-client',
  'dr-tls-disable',
  'dr-no-tls-block',
  'legacy-policy-without-dr',
  'pod-ip-passthrough',
  'undeclared-port',
  'headless-one-bad-endpoint',
  'automtls-disabled',
  'prometheus-scrape',
  'kubelet-probe',
  'apiserver-webhook',
  'dr-shadowed',
  'dr-not-visible',
  'dr-wrong-host',
  'ingress-to-pod-ip',
  'sidecar-scope-missing',
  'pa-port-is-container-port',
  'pa-duplicate-scope',
  'pa-portlevel-without-selector',
  'pa-workload-strict-under-ns-disable',
  'dr-subset-tls-override',
  'dr-portlevel-drops-tls',
  'dr-duplicate-same-host',
  'dr-misplaced-block',
  'dr-credentialname-on-sidecar',
  'custom-cluster-no-tls',
  'tlsmode-label-tampered',
  'mesh-external-se',
  'externalname-alias',
  'listener-conflict',
  'outbound-excluded',
  'stale-proxy',
  'ambient-strict',
  'eastwest-needs-mtls',
  'consul-upstream-missed',
  'kuma-permissive-or-identity',
];

export const causesOfTls = {
  /** TLS is sent to somebody who speaks plaintext. */
  toPlaintext: [
    'dr-mutual-to-plaintext',
    'dr-wildcard-kube-api',
    'legacy-dr-without-policy',
    'dr-simple-to-mesh',
    'pa-disable',
    'pa-workload-pre-1.12',
    'tls-without-istio-alpn',
    'double-tls',
    'dr-mutual-to-external',
    'mixed-endpoints',
    'endpoint-no-sidecar',
    'inbound-excluded',
    'targetport-mismatch',
    'stale-proxy',
  ],
  /** TLS is sent without a certificate of the mesh. */
  withoutCertificate: [
    'dr-simple-to-mesh',
    'pa-strict-no-sidecar-client',
    'apiserver-webhook',
    'dr-tls-disable',
    'automtls-disabled',
    'sidecar-scope-missing',
    'dr-portlevel-drops-tls',
    'gateway-server-mode',
    'kubelet-probe',
    'pa-duplicate-scope',
  ],
  /** No filter chain is for the TLS that comes. */
  withoutChain: [
    'sni-no-match',
    'dr-simple-to-mesh',
    'tls-without-istio-alpn',
    'double-tls',
    'eastwest-needs-mtls',
    'gateway-server-mode',
    'envoyfilter-tls-patch',
  ],
  /** No TLS is used, and nobody minds. */
  missing: [
    'pa-permissive-half',
    'endpoint-no-sidecar',
    'mixed-endpoints',
    'dr-tls-disable',
    'pa-disable',
    'automtls-disabled',
    'hostnetwork-pod',
    'mesh-external-se',
    'pa-selector-mismatch',
    'pa-wrong-namespace',
    'pa-unset-inherits',
    'pa-root-selector-ignored',
    'pa-port-is-container-port',
    'workloadentry-untagged',
    'tlsmode-label-tampered',
    'outbound-excluded',
    'consul-permissive',
    'hbone-not-plaintext',
  ],
} as const;

export const causesOfCertificates = {
  untrusted: [
    'root-ca-mismatch',
    'dr-simple-to-mesh',
    'dr-mutual-foreign-ca',
    'external-origination-unverified',
    'double-tls',
    'dr-mutual-to-external',
    'kuma-permissive-or-identity',
  ],
  wrongName: [
    'trust-domain-mismatch',
    'san-mismatch',
    'external-origination-unverified',
    'dr-mutual-to-external',
    'dr-mutual-to-plaintext',
    'dr-wildcard-kube-api',
    'legacy-dr-without-policy',
    'double-tls',
  ],
  /** One of them, or that it is too early or too late. */
  refused: [
    'root-ca-mismatch',
    'trust-domain-mismatch',
    'cert-expired',
    'san-mismatch',
    'dr-simple-to-mesh',
    'dr-mutual-foreign-ca',
    'external-origination-unverified',
    'cert-not-yet-valid',
  ],
} as const;

/** Several lists, each cause once, where it comes first. */
export function together(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}
