/** Deletions of resources that nobody has seen: what they may have made of a proxy cannot be known without them. */
import type { Proxy } from '../envoy/model.ts';
import type { Policies } from '../policy/policies.ts';
import { names, type Deletion } from '../policy/policy-changes.ts';
import type { ChangeLog } from './change-log.ts';
import { inboundListeners, portsOf } from './inbound.ts';
import { knownPorts, portKey, type ServicePort } from './outbound-services.ts';
import { servicePortsOf } from './service-ports.ts';
import { portOf, serviceOf } from './sidecar-routes.ts';

export function noteUnknownDeletions(
  proxies: readonly Proxy[],
  inForce: Policies,
  deletions: readonly Deletion[],
  log: ChangeLog,
): void {
  const known = [...inForce.virtualServices, ...inForce.sidecars];
  for (const deletion of deletions.filter((each) => !known.some((resource) => names(each, resource)))) {
    for (const proxy of proxies) noteOne(proxy, proxies, deletion, log);
  }
}

function noteOne(proxy: Proxy, proxies: readonly Proxy[], deletion: Deletion, log: ChangeLog): void {
  const because = `what ${deletion.kind} ${deletion.namespace}/${deletion.name} did: no source has it`;
  const router = proxy.node.kind === 'router';
  switch (deletion.kind.toLowerCase()) {
    case 'virtualservice':
      for (const spot of unusualRoutes(proxy)) log.unsettled(proxy, { kind: 'outbound', ...spot }, because, deletion);
      return;
    case 'sidecar':
      if (!router && proxy.node.namespace === deletion.namespace) {
        for (const { host, port } of unknownTo(proxy, proxies))
          log.unsettled(proxy, { kind: 'outbound', host, port }, because, deletion);
        if (!servesItsServices(proxy, proxies)) log.unsettled(proxy, { kind: 'inbound' }, because, deletion);
      }
  }
}

/** Services that others know: a Sidecar may keep them from this one. */
function unknownTo(proxy: Proxy, proxies: readonly Proxy[]): readonly ServicePort[] {
  const known = new Set(knownPorts(proxy).map(portKey));
  const others = new Map(proxies.flatMap(knownPorts).map((each) => [portKey(each), each]));
  return [...others].flatMap(([key, each]) => (known.has(key) ? [] : [each]));
}

/** Whether its inbound ports are those of its services, and no Sidecar's. */
function servesItsServices(proxy: Proxy, proxies: readonly Proxy[]): boolean {
  const [listener] = inboundListeners(proxy);
  if (listener === undefined) return true;
  const served = portsOf(listener).flatMap(({ port, passthrough }) => (passthrough ? [] : [port]));
  const own = servicePortsOf(proxy, proxies).map(({ port }) => port);
  return served.toSorted((a, b) => a - b).join() === own.join();
}

/** Hosts whose requests go anywhere but to their own service as a whole. */
function unusualRoutes({ routes }: Proxy): readonly { readonly host: string; readonly port: number }[] {
  return routes.flatMap((config) => {
    const port = portOf(config);
    if (port === undefined) return [];
    return config.virtualHosts.flatMap((each) => {
      const host = serviceOf(each, port);
      // Those that name their VirtualService are told apart.
      const usual = each.routes.every(
        ({ action, config: by }) =>
          by !== undefined || (action.kind === 'cluster' && action.cluster === `outbound|${port}||${host}`),
      );
      return host === undefined || usual ? [] : [{ host, port }];
    });
  });
}
