import type { Proxy } from '../envoy/model.ts';
import { legacyPolicyFor } from '../policy/legacy-policy-for.ts';
import { indexPolicies } from '../policy/policy-index.ts';
import type { Policies } from '../policy/policies.ts';
import { fullName } from '../policy/resource.ts';
import type { AuthnPolicyOf } from './tls-check.ts';

/** The policy that set the mode of a server's port, where policies were read beside the dumps. */
export function authnPolicies(policies: Policies): AuthnPolicyOf {
  const { peerAuthentications, legacyPolicies } = policies;
  if (peerAuthentications.length > 0) {
    const { peers } = indexPolicies(policies);
    return (server, port) => {
      const effective = peers.effectiveFor(server.node);
      const onPort = effective.ports.find((each) => each.port === port && !each.inherited);
      const decided = onPort === undefined ? effective.decidedBy : effective.portsDecidedBy;
      return decided === undefined ? 'none: PERMISSIVE by default' : fullName(decided);
    };
  }
  if (legacyPolicies.length === 0) return () => 'not read';
  return (server, port, host) => {
    const found = legacyPolicyFor(legacyPolicies, { ...serviceOf(host, server), port: { number: port, name: '' } });
    return found === undefined ? 'none: plaintext by default' : fullName(found.policy);
  };
}

function serviceOf(host: string, { node }: Proxy): { readonly service: string; readonly namespace: string } {
  const [service = '', namespace = node.namespace] = host.split('.');
  return { service, namespace };
}
