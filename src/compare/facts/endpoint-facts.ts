/** Facts of a cluster's endpoints: how each workload is marked, however many pods it has and wherever they are. */
import type { Endpoint, EndpointGroup } from '../../envoy/model.ts';
import { addressText } from '../../inspection/listener-record.ts';
import { workloadOfEndpoint } from '../workload-key.ts';
import { canonical, sorted, type Fact } from './fact.ts';

/** None where the source carries no metadata, which then says nothing. */
export function endpointFacts({ endpoints, metadataKnown, path }: EndpointGroup): readonly Fact[] {
  if (!metadataKnown) return [];
  const groups = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const key = keyOf(endpoint);
    groups.set(key, [...(groups.get(key) ?? []), endpoint]);
  }
  return [...groups].map(([key, members]) => ({
    name: `endpoints[${key}]`,
    value: sorted([...new Set(members.map(markText))]),
    path: `${path}${members[0]?.path ?? ''}/metadata`,
  }));
}

function keyOf(endpoint: Endpoint): string {
  const workload = workloadOfEndpoint(endpoint);
  const { address, originalDst } = endpoint;
  if (workload === undefined) return addressText(address);
  const port = originalDst?.port ?? (address.kind === 'ip' ? address.port : undefined);
  return port === undefined ? workload : `${workload}:${port}`;
}

/** What transport socket matches may ask for. */
function markText(endpoint: Endpoint): string {
  const marks = { ...endpoint.localitySocketMatchMetadata, ...endpoint.socketMatchMetadata };
  return Object.keys(marks).length === 0 ? 'not marked' : canonical(marks);
}
