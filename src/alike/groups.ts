import type { EndpointGroup, Proxy } from '../envoy/model.ts';
import { endpointsByName } from '../envoy/proxy-index.ts';
import { allSame, samePlaced } from './same-resources.ts';

/** A client's endpoint groups by the name they are filed under. */
export type GroupsByName = (name: string) => readonly EndpointGroup[];

const none: readonly EndpointGroup[] = [];

/** The groups of a client; found when the first is asked for, and gone with whoever asks, unlike a proxy's own index. */
export function groupsOf({ endpoints }: Proxy): GroupsByName {
  let groups: ReturnType<typeof endpointsByName> | undefined;
  return (name) => {
    groups ??= endpointsByName(endpoints);
    return groups.get(name) ?? none;
  };
}

/** Whether two clients know the same endpoints, wherever that stands. */
export function sameGroups(one: readonly EndpointGroup[], other: readonly EndpointGroup[]): boolean {
  return allSame(one, other, samePlaced);
}
