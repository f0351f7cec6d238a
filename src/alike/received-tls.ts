import { downstreamTls } from '../edge/receiving.ts';
import type { DownstreamTls, Listener } from '../envoy/model.ts';

/** The TLS contexts that a listener's chains take connections with. */
export function receivedTls({ filterChains, defaultFilterChain }: Listener): readonly DownstreamTls[] {
  const chains = defaultFilterChain === undefined ? filterChains : [...filterChains, defaultFilterChain];
  return chains.flatMap((chain) => downstreamTls(chain) ?? []);
}
