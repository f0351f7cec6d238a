/** Deletions of resources that nobody has seen: what they may have made of a proxy cannot be known without them. */
import type { Proxy } from '../envoy/model.ts';
import type { Policies } from '../policy/policies.ts';
import { names, type Deletion } from '../policy/policy-changes.ts';
import type { ChangeLog } from './change-log.ts';
import { portOf, serviceOf } from './sidecar-routes.ts';

export function noteUnknownDeletions(
  proxies: readonly Proxy[],
  inForce: Policies,
  deletions: readonly Deletion[],
  log: ChangeLog,
): void {
  const known = [...inForce.virtualServices, ...inForce.gateways, ...inForce.sidecars];
  for (const deletion of deletions.filter((each) => !known.some((resource) => names(each, resource)))) {
    for (const proxy of proxies) noteOne(proxy, deletion, log);
  }
}

function noteOne(proxy: Proxy, deletion: Deletion, log: ChangeLog): void {
  const because = `what ${deletion.kind} ${deletion.namespace}/${deletion.name} did: no source has it`;
  const router = proxy.node.kind === 'router';
  switch (deletion.kind.toLowerCase()) {
    case 'virtualservice':
      for (const spot of unusualRoutes(proxy)) log.unsettled(proxy, { kind: 'outbound', ...spot }, because, deletion);
      return;
    case 'gateway':
      if (router) log.unsettled(proxy, { kind: 'gateway-listener' }, because, deletion);
      return;
    case 'sidecar':
      if (!router && proxy.node.namespace === deletion.namespace)
        log.unsettled(proxy, { kind: 'outbound' }, because, deletion);
  }
}

/** Hosts whose requests go anywhere but to their own service as a whole. */
function unusualRoutes({ routes }: Proxy): readonly { readonly host: string; readonly port: number }[] {
  return routes.flatMap((config) => {
    const port = portOf(config);
    if (port === undefined) return [];
    return config.virtualHosts.flatMap((each) => {
      const host = serviceOf(each, port);
      const usual = each.routes.every(
        ({ action }) => action.kind === 'cluster' && action.cluster === `outbound|${port}||${host}`,
      );
      return host === undefined || usual ? [] : [{ host, port }];
    });
  });
}
