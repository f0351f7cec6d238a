/**
 * Endpoint metadata is free text. Only what some cluster asks for when it chooses a transport socket decides anything:
 * the rest stays behind.
 */
import type { Cluster, Endpoint, EndpointGroup, Proxy } from './model.ts';

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

/** A proxy without metadata that nobody asks for; what has none of it stays the same object. */
export function withAskedMarks(proxy: Proxy, asked: AskedMarks): Proxy {
  if (asked.anything) return proxy;
  const group = (each: EndpointGroup): EndpointGroup =>
    each.endpoints.some((endpoint) => hasOthers(endpoint, asked))
      ? { ...each, endpoints: each.endpoints.map((endpoint) => reduced(endpoint, asked)) }
      : each;
  const cluster = (each: Cluster): Cluster =>
    each.loadAssignment === undefined ? each : { ...each, loadAssignment: group(each.loadAssignment) };
  return { ...proxy, endpoints: proxy.endpoints.map(group), clusters: proxy.clusters.map(cluster) };
}

function hasOthers(endpoint: Endpoint, { keys }: AskedMarks): boolean {
  const { otherMetadata, localityOtherMetadata, socketMatchMetadata, localitySocketMatchMetadata } = endpoint;
  if (otherMetadata !== undefined || localityOtherMetadata !== undefined) return true;
  const marks = [...Object.keys(socketMatchMetadata ?? {}), ...Object.keys(localitySocketMatchMetadata ?? {})];
  return marks.some((key) => !keys.has(key));
}

function reduced(endpoint: Endpoint, { keys }: AskedMarks): Endpoint {
  const { otherMetadata: _own, localityOtherMetadata: _locality, ...kept } = endpoint;
  const { socketMatchMetadata, localitySocketMatchMetadata, ...rest } = kept;
  return {
    ...rest,
    ...(socketMatchMetadata !== undefined && { socketMatchMetadata: only(socketMatchMetadata, keys) }),
    ...(localitySocketMatchMetadata !== undefined && {
      localitySocketMatchMetadata: only(localitySocketMatchMetadata, keys),
    }),
  };
}

function only(
  marks: NonNullable<Endpoint['socketMatchMetadata']>,
  keys: AskedMarks['keys'],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(marks).filter(([key]) => keys.has(key)));
}
