/** Whether a host lies outside the mesh, and what says so. */
import { evidence, type Evidence } from '../../evidence.ts';
import type { ClientView } from './client-view.ts';
import type { EdgeFacts } from './edge-facts.ts';
import type { PolicyView } from './policy-view.ts';

/**
 * istiod marks clusters of `MESH_EXTERNAL` ServiceEntries (`filter_metadata.istio.external`, recent versions);
 * else the ServiceEntry says it. Undefined where neither does.
 */
export function isExternal(
  { cluster }: ClientView,
  policies: PolicyView | undefined,
  edge: EdgeFacts,
): Evidence | undefined {
  if (cluster?.istio.external === true) return evidence(cluster.place, '/metadata/filter_metadata/istio/external');
  const entry = policies?.all.serviceEntries.find(
    ({ hosts, external }) => external && hosts.includes(edge.service.host),
  );
  return entry && evidence(entry.place, '/spec');
}
