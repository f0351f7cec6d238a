/** The endpoint that was chosen, and the others it stands among: who is marked for mutual TLS. */
import { evidence, type Evidence } from '../../evidence.ts';
import type { Trace } from '../../edge/model.ts';
import type { Proxy } from '../../envoy/model.ts';
import { endpointTlsMode, type EndpointTlsMode } from '../../istio/tls-mode.ts';
import { parseWorkload } from '../../istio/workload-string.ts';

export interface EndpointView {
  /** `ip:port` as dialled. */
  readonly address: { readonly ip: string; readonly port: number };
  /** `unknown` where no endpoint metadata was seen. */
  readonly mark: EndpointTlsMode;
  /** Marks of the cluster's other endpoints. */
  readonly others: readonly EndpointTlsMode[];
  /** Some endpoint this client knows is marked: istiod marks endpoints here, and a missing mark means something. */
  readonly marksInUse: boolean;
  /** Workload as the endpoint's metadata tells it. */
  readonly workload: string;
  readonly at?: Evidence;
}

/** Undefined where no endpoint was chosen. */
export function endpointView({ target, client }: Trace): EndpointView | undefined {
  if (target === undefined) return undefined;
  const { address, endpoint, group } = target;
  const marksInUse = client !== undefined && marksEndpoints(client);
  if (endpoint === undefined || group === undefined)
    return { address, mark: 'unknown', others: [], marksInUse, workload: '' };
  return {
    address,
    mark: endpointTlsMode(endpoint, group),
    others: group.endpoints.filter((each) => each !== endpoint).map((each) => endpointTlsMode(each, group)),
    marksInUse,
    workload: endpoint.workload === undefined ? '' : parseWorkload(endpoint.workload).name,
    at: evidence(group.place, `${group.path}${endpoint.path}/metadata/filter_metadata/envoy.transport_socket_match`),
  };
}

const marking = new WeakMap<Proxy, boolean>();

/** Whether any endpoint that a client knows is marked: then a missing mark means something. */
export function marksEndpoints(client: Proxy): boolean {
  const known = marking.get(client);
  if (known !== undefined) return known;
  const marks = client.endpoints.some((group) =>
    group.endpoints.some((endpoint) => ['istio', 'hbone'].includes(endpointTlsMode(endpoint, group))),
  );
  marking.set(client, marks);
  return marks;
}
