/** A whole walk by its name: a client's listener, route, cluster and endpoint, a server's listener and chain. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Speaks } from '../../../src/edge/question.ts';
import type { Case } from '../lab/kind.ts';
import type { Parts } from './parts.ts';

export interface WalkCase extends Case {
  readonly name: string;
}

/** What is configured for a walk; the rest (names, addresses, logs) is the same for all. */
export interface Scene {
  /** HTTP where nothing is said. */
  readonly speaks?: Speaks;
  /** What the application asks for. */
  readonly authority?: string;
  /** The server's listener, but for its address. */
  readonly server: (parts: Parts) => JsonObject;
  /** The client's cluster, but for its name and endpoint. */
  readonly cluster: (parts: Parts) => JsonObject;
  /** More of the client's endpoint. */
  readonly endpoint?: JsonObject;
  /** More of the client's connection manager. */
  readonly manager?: JsonObject;
  /** More of the route's action. */
  readonly route?: JsonObject;
  /** More of the route's virtual host. */
  readonly virtualHost?: JsonObject;
  /** The route leads to a cluster that holds this one. */
  readonly aggregate?: boolean;
}
