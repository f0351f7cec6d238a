/** The rest of the mesh, as far as it bears on one edge. */
import type { Mesh } from '../../edge/mesh.ts';
import type { Trace } from '../../edge/model.ts';
import type { Proxy } from '../../envoy/model.ts';
import type { ServerMode } from '../../istio/server-mode.ts';
import { modesOf } from './server-view.ts';

/** A sidecar that was read, and what it takes on ports that nothing special is said of. */
export interface Neighbour {
  readonly proxy: Proxy;
  readonly namespace: string;
  readonly modes: readonly ServerMode[];
}

export interface Neighbours {
  /** Every sidecar but the server's. */
  readonly sidecars: readonly Neighbour[];
  /** Some proxy has a cluster for this host. */
  knowsHost(host: string): boolean;
  /** Some proxy lists endpoints of this service. */
  endpointsElsewhere(host: string, port: number): boolean;
  /** A ztunnel that carries the workload at this address over HBONE. */
  ztunnelFor(ip: string): Proxy | undefined;
}

interface OfMesh {
  readonly sidecars: readonly Neighbour[];
}

const known = new WeakMap<Mesh, OfMesh>();

/** What is the same for all edges of a mesh. */
function ofMesh(mesh: Mesh): OfMesh {
  const found = known.get(mesh);
  if (found !== undefined) return found;
  const sidecars = mesh.proxies
    .filter((proxy) => proxy.node.kind !== 'router' && proxy.ztunnel === undefined)
    .map((proxy) => ({
      proxy,
      namespace: proxy.node.namespace,
      modes: [...new Set(modesOf(proxy).map(({ mode }) => mode))],
    }));
  const made = { sidecars };
  known.set(mesh, made);
  return made;
}

export function neighbours(mesh: Mesh, trace: Trace): Neighbours {
  const server = trace.tunnel?.receiving.proxy ?? trace.receiving?.proxy;
  return {
    get sidecars() {
      return ofMesh(mesh).sidecars.filter(({ proxy }) => proxy !== server);
    },
    knowsHost: (host) => mesh.directory.portsOf(host).length > 0,
    endpointsElsewhere: (host, port) => (mesh.directory.endpointsOf(host, port)?.endpoints.length ?? 0) > 0,
    ztunnelFor: (ip) => mesh.ztunnelAt(ip),
  };
}

/** Whether all servers that were seen, of more than one namespace, take the same: a setting of the whole mesh. */
export function isMeshWide({ sidecars }: Neighbours, namespace: string, mode: ServerMode | undefined): boolean {
  const serving = sidecars.filter(({ modes }) => modes.length > 0);
  const namespaces = new Set([namespace, ...serving.map((each) => each.namespace)]);
  return namespaces.size > 1 && serving.every(({ modes }) => modes.every((each) => each === mode));
}

/** Whether the other servers of the namespace take only plaintext, all of them: a setting of the namespace. */
export function hasPlainNeighbours({ sidecars }: Neighbours, namespace: string): boolean {
  const near = sidecars.filter((each) => each.namespace === namespace && each.modes.length > 0);
  return near.length > 0 && near.every(({ modes }) => modes.every((mode) => mode === 'DISABLE'));
}
