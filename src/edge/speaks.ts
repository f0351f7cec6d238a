/** What an application most likely sends to a host and port, read off its own proxy's listeners. */
import { selectFilterChain } from '../envoy/listen/filter-chain-selection.ts';
import { detect } from '../envoy/listen/listener-filters.ts';
import { outboundListener } from '../envoy/listen/accepting-listener.ts';
import type { Proxy } from '../envoy/model.ts';
import { destinationOf } from './destination.ts';
import type { Mesh } from './mesh.ts';
import { terminalFilter } from './outbound.ts';
import type { Speaks } from './question.ts';

/** http where the listener is HTTP, tls where it matches on TLS, else tcp; a client without a proxy speaks http. */
export function defaultSpeaks(mesh: Mesh, client: Proxy | undefined, host: string, port: number): Speaks {
  if (client === undefined) return 'http';
  const destination = destinationOf(mesh, client, host, port);
  const address = { ip: destination.ip ?? '192.0.2.1', port };
  const found = outboundListener(client, address);
  if (found.kind !== 'listener') return 'tcp';
  const { listener } = found;
  const matchesTls = listener.filterChains.some(
    ({ match }) => match.transportProtocol === 'tls' || match.serverNames.length > 0,
  );
  const detection = detect(listener, { destination: address, bytes: { kind: 'http1' } });
  if (detection.kind !== 'detected') return matchesTls ? 'tls' : 'tcp';
  const selection = selectFilterChain(listener, detection);
  if (selection.kind === 'chain' && terminalFilter(selection.chain)?.kind === 'http') return 'http';
  return matchesTls ? 'tls' : 'tcp';
}
