/**
 * Which transport socket a cluster uses towards one endpoint.
 * Source: envoy `source/common/upstream/transport_socket_match_impl.cc`, `source/common/config/metadata.cc`.
 */
import type { MatchInput } from './listen/matcher.ts';
import type { TypedConfig } from './read/matcher-json.ts';
import type { Cluster, Endpoint, EndpointGroup, TransportSocket, TransportSocketMatch } from './model.ts';
import { evaluateMatcher } from './listen/matcher.ts';
import { field, items, text } from './read/matcher-json.ts';
import { equalValues, isEmpty } from './read/protobuf-value.ts';

/** A transport socket and the rule that chose it. `path` is relative to the cluster: where the socket stands. */
export interface SelectedSocket {
  readonly kind: 'selected';
  readonly socket: TransportSocket;
  readonly reason: SocketReason;
  readonly path: string;
}

export type SocketReason =
  /** `transport_socket_matches`; `by` says whose metadata it met (`anything`: an empty match). */
  | { readonly kind: 'match'; readonly name: string; readonly by: 'endpoint' | 'locality' | 'anything' }
  | { readonly kind: 'matcher'; readonly name: string }
  /** No match was there or none fitted: the cluster's own, or raw_buffer where it has none. */
  | { readonly kind: 'cluster' | 'none'; readonly matchesPassedOver: boolean };

export type SocketSelection =
  | SelectedSocket
  /** It depends on what was not seen; `possible` are the sockets that may be chosen. */
  | { readonly kind: 'unknown'; readonly needs: string; readonly possible: readonly SelectedSocket[] };

/**
 * The socket for an endpoint of a group; without an endpoint (ORIGINAL_DST makes its hosts as it goes) for a host that
 * has no metadata.
 */
export function selectTransportSocket(cluster: Cluster, endpoint?: Endpoint, group?: EndpointGroup): SocketSelection {
  if (cluster.transportSocketMatcher !== undefined) return byMatcher(cluster, endpoint, group);
  const matches = cluster.transportSocketMatches.map((match, at) => ({ match, at }));
  const firstThatTakesAll = matches.findIndex(({ match }) => isEmpty(match.match));
  // What stands behind an empty match is never reached, and neither is the locality's metadata.
  const reachable = firstThatTakesAll < 0 ? matches : matches.slice(0, firstThatTakesAll);
  const last = matches[firstThatTakesAll];
  const otherwise = last === undefined ? fallback(cluster) : selectedBy(last.match, last.at, 'anything');
  if (reachable.length === 0) return otherwise;

  if (group?.metadataKnown === false && endpoint?.socketMatchMetadata === undefined) {
    const possible = reachable.map(({ match, at }) => selectedBy(match, at, 'endpoint'));
    return { kind: 'unknown', needs: 'the metadata of the endpoint', possible: [...possible, otherwise] };
  }
  const hit = reachable.find(({ match }) => fits(match, endpoint?.socketMatchMetadata));
  if (hit !== undefined) return selectedBy(hit.match, hit.at, 'endpoint');
  if (last !== undefined || endpoint === undefined) return otherwise;

  const byLocality = reachable.find(({ match }) => fits(match, endpoint.localitySocketMatchMetadata));
  if (byLocality !== undefined) return selectedBy(byLocality.match, byLocality.at, 'locality');
  if (endpoint.localitySocketMatchMetadata !== undefined || hasLocality(cluster, group)) return otherwise;
  const possible = reachable.map(({ match, at }) => selectedBy(match, at, 'locality'));
  return { kind: 'unknown', needs: "the metadata of the endpoint's locality", possible: [...possible, otherwise] };
}

/**
 * Whether the locality's metadata would have been seen: an inline `load_assignment` has them, the endpoints section of
 * a config dump leaves them out.
 */
function hasLocality(cluster: Cluster, group: EndpointGroup | undefined): boolean {
  const inline = cluster.loadAssignment;
  if (group === undefined || group === inline) return true;
  return inline?.endpoints.every(isWithoutLocalityMetadata) ?? false;
}

function isWithoutLocalityMetadata(endpoint: Endpoint): boolean {
  return endpoint.localitySocketMatchMetadata === undefined && endpoint.localityOtherMetadata === undefined;
}

function selectedBy(match: TransportSocketMatch, at: number, by: 'endpoint' | 'locality' | 'anything'): SelectedSocket {
  return {
    kind: 'selected',
    socket: match.transportSocket,
    reason: { kind: 'match', name: match.name, by },
    path: `/transport_socket_matches/${at}`,
  };
}

function fallback(cluster: Cluster): SelectedSocket {
  const matchesPassedOver = cluster.transportSocketMatches.length > 0;
  const socket = cluster.transportSocket;
  if (socket === undefined) {
    return { kind: 'selected', socket: { kind: 'raw' }, reason: { kind: 'none', matchesPassedOver }, path: '' };
  }
  return { kind: 'selected', socket, reason: { kind: 'cluster', matchesPassedOver }, path: '/transport_socket' };
}

/** Every key of the match is there with an equal value; types count (`"true"` is not `true`), lists are taken whole. */
function fits({ match }: TransportSocketMatch, metadata: Readonly<Record<string, unknown>> | undefined): boolean {
  return Object.entries(match).every(([key, value]) => {
    const actual = field(metadata, key);
    return actual !== undefined && equalValues(actual, value);
  });
}

const inputs = 'envoy.extensions.matching.common_inputs.transport_socket.v3.';

/** With `transport_socket_matcher` (Envoy ≥ 1.37) the entries are only looked up by name. */
function byMatcher(
  cluster: Cluster,
  endpoint: Endpoint | undefined,
  group: EndpointGroup | undefined,
): SocketSelection {
  const result = evaluateMatcher(cluster.transportSocketMatcher, (input) => inputOf(input, cluster, endpoint, group));
  const named = (name: string | undefined): SelectedSocket => {
    const at = cluster.transportSocketMatches.findIndex((match) => match.name === name);
    const match = cluster.transportSocketMatches[at];
    if (match === undefined) return fallback(cluster);
    return { ...selectedBy(match, at, 'anything'), reason: { kind: 'matcher', name: match.name } };
  };
  switch (result.kind) {
    case 'no-match':
      return fallback(cluster);
    case 'action':
      return named(text(field(result.action.value, 'name')));
    case 'unknown': {
      const possible = cluster.transportSocketMatches.map(({ name }) => named(name));
      return { kind: 'unknown', needs: result.needs, possible: [...possible, fallback(cluster)] };
    }
  }
}

function inputOf(
  { type, value }: TypedConfig,
  cluster: Cluster,
  endpoint: Endpoint | undefined,
  group: EndpointGroup | undefined,
): MatchInput {
  const filter = text(field(value, 'filter')) ?? '';
  const path = items(field(value, 'path')).flatMap((segment) => text(field(segment, 'key')) ?? []);
  switch (type) {
    case `${inputs}EndpointMetadataInput`: {
      if (group?.metadataKnown === false) return { kind: 'unknown', needs: 'the metadata of the endpoint' };
      return inputText(metadataValue(filter, path, endpoint?.socketMatchMetadata, endpoint?.otherMetadata));
    }
    case `${inputs}LocalityMetadataInput`: {
      const { localitySocketMatchMetadata: ours, localityOtherMetadata: others } = endpoint ?? {};
      if (ours === undefined && others === undefined && !hasLocality(cluster, group)) {
        return { kind: 'unknown', needs: "the metadata of the endpoint's locality" };
      }
      return inputText(metadataValue(filter, path, ours, others));
    }
    default:
      return { kind: 'unknown', needs: `the matcher input ${type}` };
  }
}

/** `filter` is `envoy.lb` where none is named, not `envoy.transport_socket_match`. */
function metadataValue(filter: string, path: readonly string[], ours: unknown, others: unknown): unknown {
  const namespace = filter === '' ? 'envoy.lb' : filter;
  if (path.length === 0) return undefined;
  const start = namespace === 'envoy.transport_socket_match' ? ours : field(others, namespace);
  return path.reduce<unknown>((value, key) => field(value, key), start);
}

/** Strings as they are, other values as JSON; nothing and empty text are absent. */
function inputText(value: unknown): MatchInput {
  const written = text(value) ?? (value === undefined ? '' : JSON.stringify(value));
  return written === '' ? { kind: 'absent' } : { kind: 'string', value: written };
}
