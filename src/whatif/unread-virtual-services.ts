/** VirtualServices that nobody has read, known by the routes that name them. */
import type { VirtualHost } from '../envoy/model.ts';
import { parseConfigPath } from '../istio/config-path.ts';
import { names } from '../policy/policy-changes.ts';
import type { Named } from '../policy/named.ts';
import type { Translation } from './translation.ts';

/**
 * What becomes of the VirtualService that captured routes name and no source has: it goes where it is
 * deleted or replaced; else it stays, and before any that comes, being older. Undefined: there is none.
 */
export function unreadOwner(
  { routes }: VirtualHost,
  { before, after, deletions }: Pick<Translation, 'before' | 'after' | 'deletions'>,
): 'stays' | 'goes' | undefined {
  const owners = routes.flatMap(({ config }): readonly Named[] => {
    const path = config === undefined ? undefined : parseConfigPath(config);
    return path?.kind === 'virtual-service' ? [{ ...path, kind: 'VirtualService' }] : [];
  });
  const unread = owners.find((owner) => !before.policies.virtualServices.some((each) => names(owner, each)));
  if (unread === undefined) return undefined;
  const goes = [...after.policies.virtualServices, ...deletions].some((each) => names(unread, each));
  return goes ? 'goes' : 'stays';
}
