import type { Proxy } from '../envoy/model.ts';
import { defaultAuthority, edgesFrom } from './every-edge.ts';
import type { Mesh } from './mesh.ts';
import type { EdgeQuestion, Speaks } from './question.ts';
import { defaultSpeaks } from './speaks.ts';
import { podCallees } from './target-names.ts';
import { outside } from './trace.ts';

/** What is dialled, and how; what is left out is taken to be usual. */
export interface Dialled {
  readonly host: string;
  readonly port: number;
  readonly endpoint?: string | undefined;
  readonly speaks?: Speaks | undefined;
  readonly authority?: string | undefined;
}

/** The question that a client's dialling asks; a client that is undefined has no proxy. */
export function ask(mesh: Mesh, client: Proxy | undefined, dialled: Dialled): EdgeQuestion {
  const { host, port, endpoint, speaks, authority } = dialled;
  return {
    from: client?.name ?? outside,
    host,
    port,
    speaks: speaks ?? defaultSpeaks(mesh, client, host, port),
    authority: authority ?? defaultAuthority(host, port),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** Every edge that leaves a proxy. */
export function edgesOf(mesh: Mesh, client: Proxy): EdgeQuestion[] {
  return [...edgesFrom(mesh, client)];
}

/** Every edge that leads to a proxy: from all others, through the services that list it. */
export function edgesTo(mesh: Mesh, server: Proxy): EdgeQuestion[] {
  const listed = new Map(podCallees(mesh, server).map((each) => [`${each.host}:${each.port}`, each.endpoint]));
  return mesh.proxies
    .filter((client) => client !== server)
    .flatMap((client) => edgesOf(mesh, client))
    .flatMap((question) => {
      const endpoint = listed.get(`${question.host}:${question.port}`);
      return endpoint === undefined ? [] : [{ ...question, endpoint }];
    });
}
