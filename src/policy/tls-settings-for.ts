import type { ClientTls, ClientTlsMode, DestinationRule, TrafficPolicy } from './destination-rule.ts';

/** What of a rule's traffic policy counts for one cluster. */
export interface ClusterTraffic {
  readonly tls?: ClientTls;
  readonly passthrough: boolean;
  readonly h2Upgrade?: boolean;
  readonly proxyProtocol: boolean;
  /** The narrowest block that was taken, for evidence: `/spec/subsets/1/trafficPolicy`. */
  readonly path: string;
  /** A port level block that has no `tls` took the place of one that has. */
  readonly portDropsTls?: ClientTls;
}

/** The subset of a rule by its name. */
export function subsetOf(rule: DestinationRule, name: string): DestinationRule['subsets'][number] | undefined {
  return rule.subsets.find((each) => each.name === name);
}

/**
 * What counts for the cluster of a port of the Service and a subset (empty: none). A port level
 * block replaces the whole policy around it; a subset's policy goes over the rule's field by field,
 * and its port level block replaces all of it (Istio: `GetPortLevelTrafficPolicy`,
 * `MergeSubsetTrafficPolicy`, pilot/pkg/networking/util/util.go).
 */
export function trafficFor(rule: DestinationRule, port: number, subset: string): ClusterTraffic {
  const top = atPort(rule.trafficPolicy, port);
  const own = atPort(subset === '' ? undefined : subsetOf(rule, subset)?.trafficPolicy, port);
  if (own === undefined) return top ?? { passthrough: false, proxyProtocol: false, path: '/spec' };
  if (top === undefined) return own;
  const tls = own.tls ?? (own.atPort ? undefined : top.tls);
  const dropped = own.portDropsTls ?? (own.atPort && own.tls === undefined ? top.tls : undefined);
  return {
    path: own.path,
    ...(tls === undefined ? {} : { tls }),
    passthrough: own.passthrough || (!own.atPort && top.passthrough),
    ...either(own.h2Upgrade ?? (own.atPort ? undefined : top.h2Upgrade)),
    proxyProtocol: own.proxyProtocol || top.proxyProtocol,
    ...(dropped === undefined ? {} : { portDropsTls: dropped }),
  };
}

/**
 * The mode istiod goes by when it marks endpoints: here a port level block without `tls` does not
 * hide the one around it, unlike for the cluster (Istio: `tlsModeForDestinationRule`,
 * pilot/pkg/xds/endpoints/mtls_checker.go). Undefined: the rule says nothing.
 */
export function endpointMarkMode(rule: DestinationRule, port: number, subset: string): ClientTlsMode | undefined {
  const top = modeAtPort(rule.trafficPolicy, port);
  if (subset === '') return top;
  const own = subsetOf(rule, subset);
  return own && (modeAtPort(own.trafficPolicy, port) ?? top);
}

function modeAtPort(policy: TrafficPolicy | undefined, port: number): ClientTlsMode | undefined {
  const special = policy?.ports.find((each) => each.port === port && each.tls !== undefined);
  return (special?.tls ?? policy?.tls)?.mode;
}

function atPort(
  policy: TrafficPolicy | undefined,
  port: number,
): (ClusterTraffic & { readonly atPort: boolean }) | undefined {
  if (policy === undefined) return undefined;
  const special = policy.ports.find((each) => each.port === port);
  if (special === undefined) {
    const { path, tls, passthrough, h2Upgrade, proxyProtocol } = policy;
    return { path, ...(tls && { tls }), passthrough, ...either(h2Upgrade), proxyProtocol, atPort: false };
  }
  const { path, tls, passthrough, h2Upgrade } = special;
  const dropped = tls === undefined ? policy.tls : undefined;
  return {
    path,
    ...(tls && { tls }),
    passthrough,
    ...either(h2Upgrade),
    proxyProtocol: false,
    ...(dropped && { portDropsTls: dropped }),
    atPort: true,
  };
}

function either(h2Upgrade: boolean | undefined): { readonly h2Upgrade?: boolean } {
  return h2Upgrade === undefined ? {} : { h2Upgrade };
}
