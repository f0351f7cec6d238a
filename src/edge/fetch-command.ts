/** Commands that fetch what was not seen, ready to paste. */

/**
 * Finds the pod of an address and fetches its dump. It is two steps, because only the first tells the pod's
 * name; in an Istio sidecar and gateway `pilot-agent` is there where no shell is.
 */
export function dumpOfPodAt(ip: string): string {
  return [
    `kubectl get pods -A --field-selector status.podIP=${ip}`,
    "kubectl exec POD -n NAMESPACE -c istio-proxy -- pilot-agent request GET 'config_dump?include_eds' > POD.json",
  ].join('\n');
}
