/** Ports of a gateway that nobody has read the Gateways of. */
import type { Listener, Proxy } from '../envoy/model.ts';
import { fullName } from '../policy/resource.ts';
import { selects } from '../policy/selector.ts';
import type { Translation } from './translation.ts';

/**
 * Notes captured ports that no Gateway in force opens (`before` holds the listeners that one does, `after`
 * those that one will). A Gateway that comes takes the place of what was captured where it asks for the
 * same server names; else it may have been in force as another, or it may be one more. One that goes may
 * have opened any of them.
 */
export function noteUnreadGateways(
  proxy: Proxy,
  before: ReadonlyMap<string, Listener>,
  after: ReadonlyMap<string, Listener>,
  translation: Translation,
): void {
  const { deletions, log } = translation;
  const known = new Set(translation.before.policies.gateways.map(fullName));
  const fresh = translation.after.policies.gateways.filter(
    (each) => !known.has(fullName(each)) && selects(each.selector, proxy.node.labels),
  );
  const gone = deletions.filter((each) => each.kind.toLowerCase() === 'gateway' && !known.has(fullName(each)));
  for (const listener of proxy.listeners) {
    const [address] = listener.addresses;
    if (before.has(listener.name) || listener.direction !== 'outbound' || address?.kind !== 'ip') continue;
    const open = isCovered(listener, after.get(listener.name)) ? gone : [...fresh, ...gone];
    for (const { namespace, name } of open) {
      const because = `whether Gateway ${namespace}/${name} opened port ${address.port}: no source has it as it was`;
      const spot = { kind: 'gateway-listener', port: address.port } as const;
      log.unsettled(proxy, spot, because, { kind: 'Gateway', namespace, name });
    }
  }
}

/** Whether every chain that was captured has one for the same connections in its place. */
function isCovered(captured: Listener, fresh: Listener | undefined): boolean {
  const matches = new Set(fresh?.filterChains.map(({ match }) => JSON.stringify(match)));
  return captured.filterChains.every(({ match }) => matches.has(JSON.stringify(match)));
}
