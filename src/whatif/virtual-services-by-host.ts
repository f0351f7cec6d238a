import { ByHost } from '../policy/by-host.ts';
import { grouped } from '../policy/grouped.ts';
import { isWildcard } from '../policy/host-names.ts';
import type { VirtualService } from '../policy/virtual-service.ts';

/** VirtualServices by the hosts they give routes to, in the order in which istiod applies them. */
export class VirtualServicesByHost {
  readonly #inOrder: readonly VirtualService[];
  readonly #byName: ReadonlyMap<string, readonly (readonly [host: string, place: number])[]>;
  readonly #owners: ByHost<number>;

  constructor(inOrder: readonly VirtualService[]) {
    this.#inOrder = inOrder;
    const hosts = inOrder.flatMap((each, place) => each.hosts.map((host) => [host, place] as const));
    const named = hosts.filter(([host]) => !isWildcard(host));
    this.#byName = grouped(named, ([host]) => host.toLowerCase());
    // Of those that name the same host, the first: of equal keys the last one stays.
    this.#owners = new ByHost(new Map(hosts.toReversed()));
  }

  /**
   * Those that give their routes to a service: that name it, or the one whose wildcard covers it where no other is more
   * specific (Istio: `separateVSHostsAndServices`, pilot/pkg/networking/core/route/route.go).
   */
  routingTo(service: string): readonly VirtualService[] {
    const named = (this.#byName.get(service) ?? []).map(([, place]) => place);
    const owner = this.#owners.mostSpecific(service);
    const places = new Set(owner === undefined ? named : [...named, owner]);
    return [...places].toSorted((one, other) => one - other).flatMap((place) => this.#inOrder[place] ?? []);
  }
}
