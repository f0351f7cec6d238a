/** One resource, whatever its kind: what is read of it while its source is read. */
import type { RawResource } from '../../input/model.ts';
import type { Interned } from '../intern.ts';
import type { Cluster, EndpointGroup, Listener, RouteConfiguration, Secret, VirtualHost } from '../model.ts';
import { readCluster } from './cluster.ts';
import { readEndpoints } from './endpoints.ts';
import { messages } from './fields.ts';
import { readListener } from './listener.ts';
import { readRouteConfiguration, readVirtualHost } from './route.ts';
import { readSecret } from './secret.ts';

/** What is read of a resource that Envoy may hold many of. */
type ResourceFacts = Listener | Cluster | EndpointGroup | RouteConfiguration | VirtualHost | Secret;

/**
 * The facts of a listener, cluster, endpoint group, route configuration, virtual host or secret; undefined for every other kind,
 * of which a proxy has one. They depend on the resource alone; names (`resourcePlan`'s opaque strings) are taken
 * over as they are.
 */
export function readResource(raw: RawResource, interned: Interned): ResourceFacts | undefined {
  switch (raw.kind) {
    case 'listener':
      return readListener(raw, interned);
    case 'cluster':
      return readCluster(raw, interned);
    case 'endpoints':
      return readEndpoints(raw);
    case 'route':
      return readRouteConfiguration(raw.value, raw.place, '');
    case 'virtual-host':
      return readVirtualHost(raw.value, '');
    case 'secret':
      return readSecret(raw);
    case 'bootstrap':
    case 'cluster-status':
    case 'listener-status':
    case 'certificate':
    case 'server-info':
    case 'stats':
    case 'capture':
    case 'ztunnel':
    case 'kubernetes':
    case 'mesh-config':
    case 'unrecognised':
      return undefined;
  }
}

/** The facts that were read with the resource, or else those that `read` makes of it now. */
export function factsOf<Facts extends ResourceFacts>(raw: RawResource, read: (raw: RawResource) => Facts): Facts {
  return (raw.facts as Facts | undefined) ?? read(raw);
}

/** The name of a resource that has been read; undefined for everything else. */
export function nameInFacts({ kind, facts }: RawResource): string | undefined {
  if (facts === undefined) return undefined;
  return kind === 'endpoints'
    ? (facts as EndpointGroup).clusterName
    : (facts as Exclude<ResourceFacts, EndpointGroup>).name;
}

/** Whether an endpoint group lists nothing. */
export function isWithoutEndpoints({ facts, value }: RawResource): boolean {
  return facts === undefined
    ? messages(value, 'endpoints').length === 0
    : (facts as EndpointGroup).endpoints.length === 0;
}
