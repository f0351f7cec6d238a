/** The policies in force: those that were read, and for kinds of which none were, those that the dumps show. */
import type { Proxy } from '../envoy/model.ts';
import { peerScope } from '../policy/effective-peer-authentication.ts';
import { meshSettings } from '../policy/mesh-settings.ts';
import type { PeerAuthentication } from '../policy/peer-authentication.ts';
import type { Policies } from '../policy/policies.ts';
import type { Deletion } from '../policy/policy-changes.ts';
import { fullName } from '../policy/resource.ts';
import { sameLabels } from '../policy/selector.ts';
import type { ChangeLog } from './change-log.ts';
import { inferredMeshConfig } from './inferred-mesh-config.ts';
import { inferredDestinationRules } from './inferred-destination-rules.ts';
import { isInferred, withoutDeleted } from './inferred-deletions.ts';
import { inferredPeerAuthentications } from './inferred-peer-authentications.ts';

/** `given` completed by what captured proxies show; what had to be assumed is noted. */
export function policiesInForce(proxies: readonly Proxy[], given: Policies, log: ChangeLog): Policies {
  const { rootNamespace, from } = meshSettings(given);
  if (from === undefined) log.assume(`the root namespace is ${rootNamespace}, as no MeshConfig was read`);
  const peers =
    given.peerAuthentications.length > 0
      ? given.peerAuthentications
      : inferredPeerAuthentications(proxies, rootNamespace);
  const rules = given.destinationRules.length > 0 ? given.destinationRules : inferredDestinationRules(proxies);
  if (peers !== given.peerAuthentications && peers.length > 0) {
    const modes = peers.map((each) => `${fullName(each)} ${each.mode}`).join(', ');
    log.assume(`PeerAuthentications were not given; what servers accept is explained by: ${modes}`);
  }
  if (rules !== given.destinationRules && rules.length > 0) {
    log.assume(
      `DestinationRules were not given; of these only what their clusters show is known: ${rules.map(fullName).join(', ')}`,
    );
  }
  const policies = { ...given, peerAuthentications: peers, destinationRules: rules };
  const shown = inferredMeshConfig(proxies, peers, rootNamespace);
  if (shown.enableAutoMtls === false && from?.enableAutoMtls === undefined) {
    log.assume('auto mTLS is off: no client offers it to any service');
  }
  // What was given counts before what is shown.
  return { ...policies, meshConfigs: [shown, ...given.meshConfigs] };
}

/**
 * Inferred PeerAuthentications have names nobody knows: one that is applied to the same scope takes
 * the place of the inferred one, and a deletion means the one it can only mean.
 */
export function withoutReplaced(
  proxies: readonly Proxy[],
  inForce: Policies,
  changes: Policies,
  deletions: readonly Deletion[],
  log: ChangeLog,
): Policies {
  const { rootNamespace } = meshSettings(inForce);
  const kept = inForce.peerAuthentications.filter((each) => {
    const by = isInferred(each)
      ? changes.peerAuthentications.find((change) => sameScope(change, each, rootNamespace))
      : undefined;
    if (by !== undefined && by.name !== each.name) {
      log.assume(
        `${fullName(by)} takes the place of the PeerAuthentication of its scope that is in force, whose name and age are not known`,
      );
    }
    return by === undefined;
  });
  return { ...inForce, peerAuthentications: withoutDeleted(proxies, kept, deletions, rootNamespace, log) };
}

function sameScope(a: PeerAuthentication, b: PeerAuthentication, rootNamespace: string): boolean {
  const scope = peerScope(a, rootNamespace);
  if (a.namespace !== b.namespace || scope === undefined || scope !== peerScope(b, rootNamespace)) return false;
  return scope !== 'workload' || sameLabels(a.selector ?? {}, b.selector ?? {});
}
