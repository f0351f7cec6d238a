/** Brings both sides into the same terms, so that what differs afterwards is a change and not another spelling. */
import { meshOf, type Mesh } from '../edge/mesh.ts';
import type { Proxy } from '../envoy/model.ts';
import { fillSections, type Lent } from './fill-sections.ts';
import { jointDirectory } from './joint-directory.ts';
import { pairProxies, type ProxyPair } from './pair-proxies.ts';
import { readdressed } from './readdress.ts';
import { sameAddresses, type AddressMap } from './same-addresses.ts';

/** Two meshes in terms of the addresses of after. */
export interface Aligned {
  readonly before: Mesh;
  readonly after: Mesh;
  /** Proxies as they stand in these meshes. */
  readonly pairs: readonly ProxyPair[];
  /** From addresses of before to those of after, where they differ. */
  readonly addresses: AddressMap;
  readonly lent: readonly Lent[];
}

/** Matches proxies, then addresses, then what each side knows; `withPolicies` where policies of both were read. */
export function align(before: Mesh, after: Mesh, withPolicies = true): Aligned {
  const found = pairProxies(before.proxies, after.proxies);
  const addresses = sameAddresses(before, after, found);
  const moved = new Map(readdressed(before.proxies, addresses).map((proxy) => [proxy.name, proxy]));
  const pairs = found.map((pair) =>
    pair.kind === 'after' ? pair : { ...pair, before: moved.get(pair.before.name) ?? pair.before },
  );
  const filled = fillSections(pairs);
  // What is known of one side only must not make a difference.
  const [rules, rulesNow] = withPolicies ? [before.policies, after.policies] : [undefined, undefined];
  const one = meshOf([...filled.before.values()], before.at, rules);
  const other = meshOf([...filled.after.values()], after.at, rulesNow);
  return {
    before: { ...one, directory: jointDirectory(one.directory, other.directory) },
    after: { ...other, directory: jointDirectory(other.directory, one.directory) },
    pairs: pairs.map((pair) => withSections(pair, filled.before, filled.after)),
    addresses,
    lent: filled.lent,
  };
}

function withSections(
  pair: ProxyPair,
  before: ReadonlyMap<string, Proxy>,
  after: ReadonlyMap<string, Proxy>,
): ProxyPair {
  switch (pair.kind) {
    case 'both':
      return {
        ...pair,
        before: before.get(pair.before.name) ?? pair.before,
        after: after.get(pair.after.name) ?? pair.after,
      };
    case 'before':
    case 'after':
      return pair;
  }
}
