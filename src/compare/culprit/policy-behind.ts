/** The policy change behind a change of configuration, where policies of both sides were read. */
import type { Proxy } from '../../envoy/model.ts';
import { dnsDomainOf } from '../../istio/dns-domain.ts';
import { effectivePeerAuthentication } from '../../policy/effective-peer-authentication.ts';
import { meshSettings } from '../../policy/mesh-settings.ts';
import { readPolicies, type Policies } from '../../policy/policies.ts';
import { policyChanges, type PolicyChange } from '../policy-changes.ts';
import type { ConfigChange } from '../model.ts';
import type { Side } from '../side.ts';
import type { Suspect } from './suspect.ts';

/** What changed among the policies, and what they were and are. */
export interface PolicyHistory {
  readonly changes: readonly PolicyChange[];
  readonly before: Policies;
  readonly after: Policies;
}

export function policyHistory(before: Side, after: Side): PolicyHistory {
  return {
    changes: policyChanges(before.objects, after.objects),
    before: policiesOf(before),
    after: policiesOf(after),
  };
}

function policiesOf({ mesh, objects }: Side): Policies {
  return readPolicies(objects, dnsDomainOf(mesh.proxies));
}

/** Kinds that shape each part, beside PeerAuthentication, which is looked up for the server at hand. */
const kinds: Readonly<Record<Suspect['part'], readonly string[]>> = {
  routes: ['Sidecar', 'VirtualService', 'ServiceEntry', 'Gateway', 'EnvoyFilter', 'MeshConfig'],
  clusters: ['DestinationRule', 'EnvoyFilter', 'ServiceEntry', 'Sidecar', 'MeshConfig'],
  endpoints: ['DestinationRule', 'ServiceEntry', 'WorkloadEntry', 'MeshConfig'],
  'client certificates': ['MeshConfig'],
  'server dump': [],
  'server mode': ['EnvoyFilter'],
  'server listeners': ['AuthorizationPolicy', 'Sidecar', 'EnvoyFilter', 'Gateway', 'MeshConfig'],
  'server certificates': ['Gateway', 'MeshConfig'],
  time: [],
};

/**
 * The changed resources that can have changed a part: the DestinationRule that the change itself names, the
 * PeerAuthentications that decide for the server, else those of the part's kinds in the client's, the server's and the
 * root namespace.
 */
export function policiesBehind(
  { part, change }: Suspect,
  history: PolicyHistory,
  client: Proxy | undefined,
  server: Proxy | undefined,
): readonly ConfigChange[] {
  const { changes } = history;
  const named = changes.filter((each) => each.kind === 'DestinationRule' && change.text.includes(fullName(each)));
  const deciding = part === 'server mode' || part === 'endpoints' ? authenticationsOf(history, server) : new Set();
  const decided = changes.filter((each) => each.kind === 'PeerAuthentication' && deciding.has(fullName(each)));
  if (named.length + decided.length > 0) return [...named, ...decided].map(asChange);
  const root = meshSettings(history.after).rootNamespace;
  const reach = new Set(['', root, client?.node.namespace, server?.node.namespace]);
  return changes.filter((each) => kinds[part].includes(each.kind) && reach.has(each.namespace)).map(asChange);
}

function fullName({ namespace, name }: PolicyChange): string {
  return `${namespace}/${name}`;
}

/** Those that decide for the server on either side. */
function authenticationsOf({ before, after }: PolicyHistory, server: Proxy | undefined): ReadonlySet<string> {
  if (server === undefined) return new Set();
  const workload = { namespace: server.node.namespace, labels: server.node.labels };
  const names = [before, after].flatMap((policies) => {
    const { rootNamespace } = meshSettings(policies);
    const effective = effectivePeerAuthentication(policies.peerAuthentications, workload, rootNamespace);
    return [effective.decidedBy, effective.portsDecidedBy];
  });
  return new Set(names.flatMap((policy) => (policy === undefined ? [] : [`${policy.namespace}/${policy.name}`])));
}

function asChange({ kind, namespace, name, change, before, after }: PolicyChange): ConfigChange {
  const said = { added: 'was added', removed: 'was removed', changed: 'was changed' }[change];
  return { text: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name} ${said}`, before, after };
}
