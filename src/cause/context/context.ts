/** Everything a cause may look at on one edge, worked out when it is first asked for. */
import type { Mesh } from '../../edge/mesh.ts';
import type { Trace } from '../../edge/model.ts';
import type { HandshakeResult } from '../../envoy/connection.ts';
import type { Outcome } from '../../verdict/model.ts';
import { clientView, type ClientView } from './client-view.ts';
import { edgeFacts, type EdgeFacts } from './edge-facts.ts';
import { endpointView, type EndpointView } from './endpoint-view.ts';
import { neighbours, type Neighbours } from './neighbours.ts';
import type { Observation } from './observation.ts';
import { once } from './once.ts';
import { policyView, type PolicyView } from './policy-view.ts';
import { serverView, type ServerView } from './server-view.ts';

/** What is given. */
export interface CauseInput {
  readonly mesh: Mesh;
  readonly trace: Trace;
  readonly outcome: Outcome;
  readonly observed?: Observation;
}

/**
 * What causes see. Beside the edge itself every part is a facet that a cause declares in `reads`:
 * `others` are the rest of the mesh's dumps.
 */
export interface CauseContext {
  readonly edge: EdgeFacts;
  readonly client: ClientView | undefined;
  readonly endpoint: EndpointView | undefined;
  readonly server: ServerView | undefined;
  readonly handshake: HandshakeResult | undefined;
  readonly policies: PolicyView | undefined;
  readonly observed: Observation | undefined;
  readonly others: Neighbours;
}

export type Facet = Exclude<keyof CauseContext, 'edge'>;

/** Puts the views of one edge together; each is computed once, when a cause looks at it. */
export function causeContext(input: CauseInput): CauseContext {
  const { mesh, trace, outcome, observed } = input;
  const { policies } = mesh;
  const rootNamespace = policies?.settings.rootNamespace ?? 'istio-system';
  const edge = once(() => edgeFacts(mesh, trace, outcome, rootNamespace));
  const client = once(() => clientView(trace));
  const endpoint = once(() => endpointView(trace));
  const server = once(() => serverView(trace));
  const ordered = once(() => policies && policyView(policies, mesh, trace, edge(), client()));
  const others = once(() => neighbours(mesh, trace));
  return {
    get edge() {
      return edge();
    },
    get client() {
      return client();
    },
    get endpoint() {
      return endpoint();
    },
    get server() {
      return server();
    },
    handshake: trace.tunnel?.handshake ?? trace.handshake,
    get policies() {
      return ordered();
    },
    observed,
    get others() {
      return others();
    },
  };
}
