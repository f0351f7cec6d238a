import type { EndpointGroup, Proxy } from '../envoy/model.ts';
import { allSame, samePlaced } from './same-resources.ts';

/** A client's endpoint groups by the name they are filed under. */
export type GroupsByName = (name: string) => readonly EndpointGroup[];

const none: readonly EndpointGroup[] = [];

/** The groups of a client; found when the first is asked for. */
export function groupsOf({ endpoints }: Proxy): GroupsByName {
  let groups: Map<string, EndpointGroup[]> | undefined;
  return (name) => {
    groups ??= byName(endpoints);
    return groups.get(name) ?? none;
  };
}

function byName(endpoints: readonly EndpointGroup[]): Map<string, EndpointGroup[]> {
  const groups = new Map<string, EndpointGroup[]>();
  for (const group of endpoints) {
    const known = groups.get(group.clusterName);
    if (known === undefined) groups.set(group.clusterName, [group]);
    else known.push(group);
  }
  return groups;
}

/** Whether two clients know the same endpoints, wherever that stands. */
export function sameGroups(one: readonly EndpointGroup[], other: readonly EndpointGroup[]): boolean {
  return allSame(one, other, samePlaced);
}
