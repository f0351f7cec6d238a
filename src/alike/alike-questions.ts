import { destinationOf } from '../edge/destination.ts';
import { defaultAuthority, edgesFrom, questionTo, servicePortsOf } from '../edge/every-edge.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import type { Proxy } from '../envoy/model.ts';
import type { ClientClass } from './client-classes.ts';

/** What alike clients ask of a service port; undefined where it leads to one of them, which asks for itself. */
interface SharedQuestion {
  readonly host: string;
  readonly port: number;
  readonly authority: string;
  /** Where the host leads. */
  readonly ip: string | undefined;
  readonly speaks: EdgeQuestion['speaks'] | undefined;
}

/** What the clients of a class ask. */
export type SharedQuestions = Map<ClientClass, readonly SharedQuestion[]>;

/** Every edge of a client, as `edgesFrom` has them; what its likes have asked before is not found out again. */
export function* questionsOf(
  mesh: Mesh,
  client: Proxy,
  alike: ClientClass | undefined,
  known: SharedQuestions,
): Generator<EdgeQuestion> {
  if (alike === undefined) {
    yield* edgesFrom(mesh, client);
    return;
  }
  const shared = known.get(alike) ?? servicePortsOf(client).map(({ host, port }) => ask(mesh, client, host, port));
  known.set(alike, shared);
  for (const { host, port, authority, ip, speaks } of shared) {
    const isOwn = ip !== undefined && client.node.ips.includes(ip);
    if (isOwn || speaks === undefined) yield questionTo(mesh, client, host, port);
    else yield { from: client.name, host, port, speaks, authority };
  }
}

function ask(mesh: Mesh, client: Proxy, host: string, port: number): SharedQuestion {
  const { ip } = destinationOf(mesh, client, host, port);
  const isOwn = ip !== undefined && client.node.ips.includes(ip);
  const speaks = isOwn ? undefined : questionTo(mesh, client, host, port).speaks;
  return { host, port, authority: defaultAuthority(host, port), ip, speaks };
}
