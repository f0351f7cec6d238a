/** The Gateway resource behind a gateway's port. */
import type { Gateway, GatewayServer } from '../../policy/gateway.ts';
import { selects } from '../../policy/selector.ts';
import type { EdgeFacts } from './edge-facts.ts';
import type { PolicyView } from './policy-view.ts';

export interface GatewayBehind {
  readonly gateway: Gateway;
  readonly server: GatewayServer;
}

/**
 * The Gateway that selects the server and has a server for the port that is dialled; of several the one whose hosts
 * cover `host`. Undefined where none was read, or more than one may be meant.
 */
export function gatewayBehind(
  policies: PolicyView | undefined,
  edge: EdgeFacts,
  host: string,
): GatewayBehind | undefined {
  const ports = [edge.port, edge.targetPort];
  const onPort = (policies?.all.gateways ?? [])
    .filter(({ selector }) => selects(selector, edge.server.labels))
    .flatMap((gateway) => gateway.servers.map((server) => ({ gateway, server })))
    .filter(({ server }) => ports.includes(server.port.number));
  const covering = onPort.filter(({ server }) => server.hosts.some((each) => covers(each, host)));
  const [only, ...others] = covering.length > 0 ? covering : onPort;
  return others.length === 0 ? only : undefined;
}

/** `host`, `*.host` or `*`, each also after `namespace/`. */
function covers(written: string, host: string): boolean {
  const pattern = written.slice(written.indexOf('/') + 1);
  return pattern === '*' || pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));
}
