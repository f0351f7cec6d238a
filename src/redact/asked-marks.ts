/**
 * Endpoint metadata is free text. Only what some cluster asks for when it chooses a transport socket decides anything:
 * the rest stays behind.
 */
import type { Cluster, Endpoint, EndpointGroup, Proxy } from '../envoy/model.ts';

/** What the clusters of all proxies ask of an endpoint. */
export interface AskedMarks {
  readonly keys: ReadonlySet<string>;
  /** Some cluster has a matcher, which may ask for anything. */
  readonly anything: boolean;
}

/** Marks that Istio itself goes by, whether or not a match names them (`istio/tls-mode.ts`). */
const standing = ['tlsMode', 'tunnel'];

export function askedMarks(proxies: readonly Proxy[]): AskedMarks {
  const clusters = proxies.flatMap((proxy) => proxy.clusters);
  const keys = clusters.flatMap((cluster) => cluster.transportSocketMatches.flatMap(({ match }) => Object.keys(match)));
  return {
    keys: new Set([...standing, ...keys]),
    anything: clusters.some(({ transportSocketMatcher }) => transportSocketMatcher !== undefined),
  };
}

/** A proxy without metadata that nobody asks for. */
export function withAskedMarks(proxy: Proxy, asked: AskedMarks): Proxy {
  const group = (each: EndpointGroup): EndpointGroup => ({
    ...each,
    endpoints: each.endpoints.map((endpoint) => reduced(endpoint, asked)),
  });
  const cluster = (each: Cluster): Cluster =>
    each.loadAssignment === undefined ? each : { ...each, loadAssignment: group(each.loadAssignment) };
  return { ...proxy, endpoints: proxy.endpoints.map(group), clusters: proxy.clusters.map(cluster) };
}

function reduced(endpoint: Endpoint, asked: AskedMarks): Endpoint {
  const { otherMetadata, localityOtherMetadata, socketMatchMetadata, localitySocketMatchMetadata, ...rest } = endpoint;
  const marks = (metadata: Endpoint['socketMatchMetadata']): Endpoint['socketMatchMetadata'] =>
    metadata === undefined
      ? undefined
      : Object.fromEntries(Object.entries(metadata).filter(([key]) => asked.anything || asked.keys.has(key)));
  const [own, locality] = [marks(socketMatchMetadata), marks(localitySocketMatchMetadata)];
  return {
    ...rest,
    ...(own !== undefined && { socketMatchMetadata: own }),
    ...(locality !== undefined && { localitySocketMatchMetadata: locality }),
    ...(asked.anything && otherMetadata !== undefined && { otherMetadata }),
    ...(asked.anything && localityOtherMetadata !== undefined && { localityOtherMetadata }),
  };
}
