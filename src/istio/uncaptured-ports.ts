/**
 * Ports of a pod that Istio's iptables rules do not redirect to the proxy, unless annotations say otherwise
 * (`traffic.sidecar.istio.io/excludeInboundPorts` is in no dump): HBONE's own, the agent's metrics and probes, the
 * proxy's readiness and its metrics. Source: istio `tools/istio-iptables/pkg/capture/run.go`, `injection-template.yaml`.
 */
export const uncapturedPorts: ReadonlySet<number> = new Set([15008, 15020, 15021, 15090]);
