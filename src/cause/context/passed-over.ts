/** Rules that do not count for an edge: would they have made it another one? */
import { evidence, type Evidence } from '../../evidence.ts';
import type { DestinationRule } from '../../policy/destination-rule.ts';
import type { PassedOverRule } from '../../policy/destination-rule-passed-over.ts';
import { trafficFor } from '../../policy/tls-settings-for.ts';
import type { CauseContext } from './context.ts';

/** The rules passed over for one of these reasons, those that say something about TLS. */
export function passedOverFor<Reason extends PassedOverRule['reason']>(
  { policies }: CauseContext,
  ...reasons: readonly Reason[]
): readonly Extract<PassedOverRule, { reason: Reason }>[] {
  const wanted: readonly string[] = reasons;
  return (policies?.rulesPassedOver ?? []).filter(
    (each): each is Extract<PassedOverRule, { reason: Reason }> => wanted.includes(each.reason) && saysTls(each.rule),
  );
}

function saysTls({ trafficPolicy, subsets }: DestinationRule): boolean {
  return [trafficPolicy, ...subsets.map((subset) => subset.trafficPolicy)].some(
    (policy) => policy?.tls !== undefined || policy?.ports.some(({ tls }) => tls !== undefined) === true,
  );
}

/** Whether the rule's TLS setting, had it counted, would have made another connection of this one, and a better one. */
export function wouldHaveChanged({ edge, client, server }: CauseContext, rule: DestinationRule): boolean {
  // Rules shape the clusters of services; a connection that never got to one has nothing to gain.
  if (client?.clusterName === undefined || client.sending === undefined || edge.outcome === 'mtls') return false;
  const mode = trafficFor(rule, edge.port, client.clusterName.subset).tls?.mode;
  if (mode === undefined) return false;
  if (client.sends === 'nothing') return mode !== 'DISABLE' && server?.takesMutual === true;
  const plainOnly = server?.mode === 'DISABLE' || server?.hasProxy === false;
  return edge.outcome === 'fails' && plainOnly && mode === 'DISABLE';
}

/** Where a rule says what it is for. */
export function hostAt(rule: DestinationRule): Evidence {
  return evidence(rule.place, '/spec/host');
}

/** Where a rule says what clients send. */
export function tlsAt(rule: DestinationRule): Evidence {
  return evidence(rule.place, rule.trafficPolicy?.tls?.path ?? '/spec');
}
