/** A case of transport socket selection: one cluster with one endpoint, as Envoy is given them. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Case } from '../lab/kind.ts';

export interface SocketCase extends Case {
  /** `transport_socket_matches` without the sockets, which are added when the case is run; names differ. */
  readonly matches: readonly { readonly name: string; readonly match?: JsonObject }[];
  /** `transport_socket_matcher`. */
  readonly matcher?: JsonObject;
  /** `filter_metadata` of the endpoint and of its locality. */
  readonly endpoint?: JsonObject;
  readonly locality?: JsonObject;
  /** Whether the endpoint comes by EDS: config dumps then say nothing of its locality's metadata. */
  readonly eds?: boolean;
  /** What the tool has to say where it cannot know; else it has to say what Envoy does. */
  readonly undecided?: string;
}

/** The metadata that matches are compared with. */
export const namespace = 'envoy.transport_socket_match';
