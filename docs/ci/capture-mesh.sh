#!/bin/sh
# Writes the config dump of every pod with a sidecar or a gateway's proxy, for check-policies.sh.
#
#   capture-mesh.sh OUT
#
# Needs a kubectl that may list pods and run pilot-agent in them. Secrets are not asked for, and Envoy keeps
# private keys out of its dumps.
set -eu
out=$1
mkdir -p "$out"
kubectl get pods --all-namespaces --field-selector=status.phase=Running -o go-template='{{range .items}}{{$pod := .metadata}}{{range .spec.containers}}{{if eq .name "istio-proxy"}}{{$pod.namespace}} {{$pod.name}}{{"\n"}}{{end}}{{end}}{{range .spec.initContainers}}{{if eq .name "istio-proxy"}}{{$pod.namespace}} {{$pod.name}}{{"\n"}}{{end}}{{end}}{{end}}' > "$out/pods.txt"
while read -r namespace pod; do
  # A pod may be gone by now: the others are still worth having.
  if ! kubectl exec -n "$namespace" "$pod" -c istio-proxy -- \
    pilot-agent request GET 'config_dump?include_eds' < /dev/null > "$out/$pod.$namespace.json"; then
    echo "$namespace/$pod: no dump" >&2
    rm -f "$out/$pod.$namespace.json"
  fi
done < "$out/pods.txt"
rm "$out/pods.txt"
