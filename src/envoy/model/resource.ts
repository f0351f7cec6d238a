/** What everything that xDS delivers has in common. */
import type { Place } from '../../evidence.ts';

/** An address as Envoy writes it. `port` 0 for pipes and internal listeners. */
export type Address =
  | {
      readonly kind: 'ip';
      readonly ip: string;
      readonly port: number;
      /** `ipv4_compat`: a `::` socket that takes IPv4 as well. */
      readonly ipv4Compat?: boolean;
    }
  | { readonly kind: 'pipe'; readonly path: string }
  | { readonly kind: 'internal'; readonly listener: string; readonly endpointId: string };

/** What Envoy holds of a resource: in force, waiting for something, on its way out, or refused. */
export type ResourceState = 'active' | 'static' | 'warming' | 'draining' | 'rejected';

/** Common to everything that xDS delivers. */
export interface Resource {
  readonly name: string;
  readonly place: Place;
  readonly state: ResourceState;
  /** Envoy's reason for refusing (`error_state.details`), where `state` is `rejected`. */
  readonly rejection?: string;
  /** RFC 3339, as in the dump (`last_updated`). */
  readonly lastUpdated?: string;
  readonly versionInfo?: string;
}
