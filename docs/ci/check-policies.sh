#!/bin/sh
# Says what a change of mesh policies would do to a captured mesh; fails where it should not be merged.
#
#   check-policies.sh DUMPS OLD NEW EDGES [OUT]
#
#   DUMPS  config dumps of the mesh, as capture-mesh.sh leaves them
#   OLD    the policies that are in force: a checkout of the branch that is deployed
#   NEW    the policies as they would be; what OLD has and NEW has not is deleted
#   EDGES  the check file: what the mesh must hold
#   OUT    folder for the results as JSON (default: mtlscope-results)
set -u
dumps=$1 old=$2 new=$3 edges=$4 out=${5:-mtlscope-results}
mkdir -p "$out" || exit 2
status=0

# The gravest exit code counts: 1 for findings, more for what could not be read.
heed() {
  code=$?
  if [ "$code" -gt "$status" ]; then status=$code; fi
}

echo "== What must hold, in the mesh as it was captured"
mtlscope check "$edges" "$dumps" "$old" 2>&1
# Whatever was amiss before is nothing that this change has to answer for.
[ $? -le 1 ] || status=2

echo
echo "== What must hold, with this change"
mtlscope whatif "$new" "$dumps" "$old" --prune --check "$edges" 2>&1 || heed

echo
echo "== What this change does"
mtlscope whatif "$new" "$dumps" "$old" --prune --fail-on weaker 2>&1 || heed

mtlscope whatif "$new" "$dumps" "$old" --prune -o json --out "$out/whatif.json" 2>/dev/null || heed
mtlscope whatif "$new" "$dumps" "$old" --prune --check "$edges" -o json --out "$out/check.json" 2>/dev/null || heed
exit "$status"
