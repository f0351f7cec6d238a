/**
 * Words that name nobody: Envoy's, Istio's and Kubernetes' own, protocols, and what file names are made of. Everything
 * else in a name is replaced, so a word that is missing here costs a pseudonym and never a name.
 */
import { fileWords } from '../../input/join/name-in-file.ts';

const own = `
  outbound inbound vip svc cluster clusterset local global mesh istio istiod system default pilot agent sds xds lds rds
  cds eds grpc zipkin lightstep datadog prometheus stats scrape accesslog metrics service encap
  virtualInbound virtualOutbound BlackHoleCluster PassthroughCluster AllowAnyDynamicDNSCluster InboundPassthroughCluster
  InboundPassthroughClusterIpv4 InboundPassthroughClusterIpv6 InboundPassthrough blackhole passthrough catchall allow any
  block all connect originate terminate inner outer main internal hbone tunnel sidecar router waypoint ztunnel
  ingress egress gateway ingressgateway egressgateway eastwestgateway autoregistered
  ROOTCA cacert file cert root chain pem key crt etc certs ssl var run secrets workload spiffe credentials credential
  uds ns sa apis networking security extensions telemetry destination rule alpha beta namespaces namespace pods
  deployments deployment statefulsets daemonsets replicasets apps batch virtualservice virtualservices
  destinationrule gateways sidecars envoyfilter authorizationpolicy peerauthentication
  tlsMode acceptMTLS disabled permissive strict custom envoy filters filter network listener http transport socket
  sockets match original dst src inspector raw buffer tls mtls tap alpn exchange peer peers principal policy rule rules
  from to ns metadata authn rbac audit dry
  http https http2 http3 h2 h2c tcp udp quic ws wss
  kubernetes kube kubelet apiserver k8s host node nodes public probe proxy healthz ready live cluster
  consul linkerd nginx kuma osm appmesh traefik contour ambassador
  com net org edu gov io dev cloud www localhost
  app apps name component part of instance version canonical revision topology region zone subzone subdomain label
  tier role pod template hash managed by helm sh chart cni ambient inject injection injector tagged
  true false null none ipv4 ipv6 dns uri ip address email othername dirname cn ou st dc
  override meta external subset subsets services host hosts config merge add remove insert before after first replace
  filter_chain virtual patch any outside sidecarInjectorWebhook redacted catch v2 root and or
`;

const vocabulary: ReadonlySet<string> = new Set(
  [...own.trim().split(/\s+/u), ...fileWords].map((word) => word.toLowerCase()),
);

/** Whether a run of letters and digits may stay: a known word, a port, a single letter, a version such as `v1`. */
export function isCommonWord(word: string): boolean {
  return (
    word.length < 2 ||
    /^(?:\d{1,5}|v\d{1,2}(?:(?:alpha|beta)\d{1,2})?)$/iu.test(word) ||
    vocabulary.has(word.toLowerCase())
  );
}
