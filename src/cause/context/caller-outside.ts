/** A caller without a proxy, refused by a sidecar that wants a certificate. */
import type { CauseContext } from './context.ts';

export function callerOutside({ edge, client, server }: CauseContext): boolean {
  return (
    client === undefined &&
    edge.outcome === 'fails' &&
    server?.proxy !== undefined &&
    !server.gateway &&
    server.takesMutual &&
    !server.takesPlaintext
  );
}
