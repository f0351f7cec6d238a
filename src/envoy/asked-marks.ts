/**
 * Endpoint metadata is free text. Only what some cluster asks for when it chooses a transport socket decides anything:
 * the rest stays behind.
 */
import { itemsOf, mapped } from '../input/shelf/lazy-list.ts';
import type { Cluster, Endpoint, EndpointGroup, Proxy } from './model.ts';

/** What the clusters of all proxies ask of an endpoint. */
export interface AskedMarks {
  readonly keys: ReadonlySet<string>;
  /** Some cluster has a matcher, which may ask for anything. */
  readonly anything: boolean;
}

/** Leads to the clusters that ask for marks beyond those (`shelf-words.ts`). */
export const askingWord = ' asking';

/** Marks that Istio itself goes by, whether or not a match names them (`istio/tls-mode.ts`). */
const standing = ['tlsMode', 'tunnel'];

/** What is asked where no cluster asks for more. */
export const standingMarks: AskedMarks = { keys: new Set(standing), anything: false };

export function askedMarks(proxies: readonly Proxy[]): AskedMarks {
  const keys = new Set(standing);
  let anything = false;
  for (const { clusters } of proxies) {
    for (const { transportSocketMatches, transportSocketMatcher } of itemsOf(clusters, askingWord) ?? clusters) {
      anything ||= transportSocketMatcher !== undefined;
      for (const { match } of transportSocketMatches) for (const key of Object.keys(match)) keys.add(key);
    }
  }
  return { keys, anything };
}

/** Whether a cluster asks for marks beyond those that Istio goes by. */
export function asksForMore({ transportSocketMatches, transportSocketMatcher }: Cluster): boolean {
  if (transportSocketMatcher !== undefined) return true;
  return transportSocketMatches.some(({ match }) => Object.keys(match).some((key) => !standingMarks.keys.has(key)));
}

/** Endpoints without metadata that nobody asks for. */
export function endpointsWithAskedMarks(group: EndpointGroup, asked: AskedMarks): EndpointGroup {
  if (asked.anything || !group.endpoints.some((endpoint) => hasOthers(endpoint, asked))) return group;
  return { ...group, endpoints: group.endpoints.map((endpoint) => reduced(endpoint, asked)) };
}

/** A proxy without metadata that nobody asks for; what has none of it stays the same object. */
export function withAskedMarks(proxy: Proxy, asked: AskedMarks): Proxy {
  if (asked.anything) return proxy;
  const group = (each: EndpointGroup): EndpointGroup => endpointsWithAskedMarks(each, asked);
  const cluster = (each: Cluster): Cluster =>
    each.loadAssignment === undefined ? each : { ...each, loadAssignment: group(each.loadAssignment) };
  return { ...proxy, endpoints: mapped(proxy.endpoints, group), clusters: mapped(proxy.clusters, cluster) };
}

function hasOthers(endpoint: Endpoint, { keys }: AskedMarks): boolean {
  const { otherMetadata, localityOtherMetadata, socketMatchMetadata, localitySocketMatchMetadata } = endpoint;
  if (otherMetadata !== undefined || localityOtherMetadata !== undefined) return true;
  const isOther = (key: string): boolean => !keys.has(key);
  return [socketMatchMetadata, localitySocketMatchMetadata].some(
    (marks) => marks !== undefined && Object.keys(marks).some(isOther),
  );
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
