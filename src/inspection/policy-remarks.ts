/** What is odd about policies: parts that do nothing, and where proxies disagree with them. */
import type { Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { serverModeOf } from '../istio/server-mode.ts';
import { peerScope } from '../policy/effective-peer-authentication.ts';
import { indexPolicies } from '../policy/policy-index.ts';
import { consolidate } from '../policy/destination-rule-merge.ts';
import { isWithin } from '../policy/host-names.ts';
import { meshSettings } from '../policy/mesh-settings.ts';
import { hasSelector } from '../policy/peer-authentication.ts';
import type { Policies } from '../policy/policies.ts';
import { compareText, fullName, oldestFirst, type KubernetesResource } from '../policy/resource.ts';
import { selects } from '../policy/selector.ts';

export interface PolicyRemark {
  /** `KIND namespace/name`. */
  readonly resource: string;
  /** One sentence without a full stop. */
  readonly text: string;
}

export function policyRemarks(policies: Policies, proxies: readonly Proxy[]): readonly PolicyRemark[] {
  const remarks = [
    ...peerRemarks(policies, proxies),
    ...ruleRemarks(policies, proxies),
    ...disagreements(policies, proxies),
    ...misplaced(policies),
  ];
  return remarks.toSorted((a, b) => compareText(a.resource, b.resource) || compareText(a.text, b.text));
}

function remark({ kind, namespace, name }: KubernetesResource, text: string): PolicyRemark {
  return { resource: `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`, text };
}

function peerRemarks(policies: Policies, proxies: readonly Proxy[]): readonly PolicyRemark[] {
  const { rootNamespace } = meshSettings(policies);
  const sorted = policies.peerAuthentications.toSorted(oldestFirst);
  return sorted.flatMap((each, at): readonly PolicyRemark[] => {
    const scope = peerScope(each, rootNamespace);
    if (scope === undefined) return [remark(each, 'Istio ignores selectors in the root namespace')];
    const portsOnly =
      each.ports.length > 0 && !hasSelector(each)
        ? [remark(each, 'portLevelMtls needs a selector; without one it is ignored')]
        : [];
    if (scope !== 'workload') {
      const older = sorted
        .slice(0, at)
        .find((other) => other.namespace === each.namespace && peerScope(other, rootNamespace) === scope);
      return older === undefined
        ? portsOnly
        : [remark(each, `${fullName(older)} is older and counts in its place`), ...portsOnly];
    }
    const own = proxies.filter(({ node }) => node.namespace === each.namespace);
    const unused = own.length > 0 && !own.some(({ node }) => selects(each.selector ?? {}, node.labels));
    return unused ? [remark(each, 'its selector matches no captured workload')] : portsOnly;
  });
}

function ruleRemarks({ destinationRules }: Policies, proxies: readonly Proxy[]): readonly PolicyRemark[] {
  const hosts = new Set(
    proxies.flatMap(({ clusters }) =>
      clusters.flatMap(({ name }) => {
        const parsed = parseClusterName(name);
        return parsed?.direction === 'outbound' ? [parsed.host] : [];
      }),
    ),
  );
  const unmatched = destinationRules
    .filter(({ fqdn }) => hosts.size > 0 && ![...hosts].some((host) => isWithin(host, fqdn)))
    .map((each) => remark(each, `no captured client knows a service ${each.fqdn}`));
  const namespaces = new Set(destinationRules.map(({ namespace }) => namespace));
  const dropped = [...namespaces].flatMap((namespace) =>
    [...consolidate(destinationRules.filter((each) => each.namespace === namespace)).values()].flatMap((rules) =>
      rules.flatMap((rule) =>
        rule.dropped.map(({ rule: each, by, part }) => {
          const what = part.kind === 'subset' ? `its subset ${part.name}` : 'its trafficPolicy';
          return remark(each, `${what} is ignored: ${fullName(by)} is for the same host and older`);
        }),
      ),
    ),
  );
  return [...unmatched, ...dropped];
}

/** The proxy is the truth: the policy is stale, was refused, or is not all there is. */
function disagreements(policies: Policies, proxies: readonly Proxy[]): readonly PolicyRemark[] {
  if (policies.peerAuthentications.length === 0) return [];
  const { peers } = indexPolicies(policies);
  return proxies.flatMap((proxy) => {
    if (proxy.node.kind === 'router' || proxy.node.kind === 'waypoint') return [];
    const shown = serverModeOf(proxy, 0)?.mode;
    const { mode, decidedBy } = peers.effectiveFor(proxy.node);
    if (shown === undefined || shown === mode) return [];
    const text = `policies make ${proxy.name} ${mode}, its proxy is ${shown}: stale, refused, or another policy is in force`;
    return [decidedBy === undefined ? { resource: 'no PeerAuthentication', text } : remark(decidedBy, text)];
  });
}

function misplaced(policies: Policies): readonly PolicyRemark[] {
  const all: readonly KubernetesResource[] = [
    ...policies.peerAuthentications,
    ...policies.destinationRules,
    ...policies.virtualServices,
    ...policies.sidecars,
    ...policies.serviceEntries,
    ...policies.gateways,
    ...policies.authorizationPolicies,
    ...policies.legacyPolicies,
  ];
  return all.flatMap((each) =>
    each.misplaced.map((path) => remark(each, `${path} is not where Istio looks for it; it is ignored`)),
  );
}
