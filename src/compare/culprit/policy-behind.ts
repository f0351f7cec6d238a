/** The policy change behind a change of configuration, where policies of both sides were read. */
import type { Proxy } from '../../envoy/model.ts';
import { noPolicies } from '../../policy/no-policies.ts';
import type { PeerAuthenticationIndex } from '../../policy/peer-authentication-index.ts';
import { indexPolicies } from '../../policy/policy-index.ts';
import { policyChanges, type PolicyChange } from '../policy-changes.ts';
import type { ConfigChange } from '../model.ts';
import type { Side } from '../side.ts';
import type { Suspect } from './suspect.ts';

/** What changed among the policies, and what they were and are. */
export interface PolicyHistory {
  readonly changes: readonly PolicyChange[];
  readonly rootNamespace: string;
  /** Before and after, where there are any. */
  readonly peers: readonly PeerAuthenticationIndex[];
}

export function policyHistory(before: Side, after: Side): PolicyHistory {
  const { settings } = after.mesh.policies ?? indexPolicies(noPolicies);
  return {
    changes: policyChanges(before.objects, after.objects),
    rootNamespace: settings.rootNamespace,
    peers: [before, after].flatMap(({ mesh }) => mesh.policies?.peers ?? []),
  };
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
  const reach = new Set(['', history.rootNamespace, client?.node.namespace, server?.node.namespace]);
  return changes.filter((each) => kinds[part].includes(each.kind) && reach.has(each.namespace)).map(asChange);
}

function fullName({ namespace, name }: PolicyChange): string {
  return `${namespace}/${name}`;
}

/** Those that decide for the server on either side. */
function authenticationsOf({ peers }: PolicyHistory, server: Proxy | undefined): ReadonlySet<string> {
  if (server === undefined) return new Set();
  const names = peers.flatMap((side) => {
    const effective = side.effectiveFor(server.node);
    return [effective.decidedBy, effective.portsDecidedBy];
  });
  return new Set(names.flatMap((policy) => (policy === undefined ? [] : [`${policy.namespace}/${policy.name}`])));
}

function asChange({ kind, namespace, name, change, before, after }: PolicyChange): ConfigChange {
  const said = { added: 'was added', removed: 'was removed', changed: 'was changed' }[change];
  return { text: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name} ${said}`, before, after };
}
