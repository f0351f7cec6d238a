/** Connections that no cluster of the client stands for. */
import { parseIp } from '../../envoy/ip.ts';
import type { CauseContext } from './context.ts';

/** The application dials a bare address, and the client's proxy knows no service there. */
export function dialsUnknownAddress(context: CauseContext): boolean {
  return parseIp(context.edge.question.host) !== undefined && goesNowhereKnown(context);
}

/** The client's proxy forwards the connection as it is, or refuses it, because it knows no service there. */
export function goesNowhereKnown({ edge, client }: CauseContext): boolean {
  if (client === undefined) return false;
  if (client.special === 'passthrough' || client.special === 'blackhole') return true;
  const { decision } = edge;
  if (decision.kind !== 'stopped') return false;
  // The catch-all virtual host of REGISTRY_ONLY answers HTTP itself.
  return (
    decision.stop.kind === 'blackhole' || (decision.stop.kind === 'answers-itself' && decision.stop.status === 502)
  );
}
