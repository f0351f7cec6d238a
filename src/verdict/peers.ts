/** Names of the two ends, as people know them. */
import type { Endpoint, Proxy } from '../envoy/model.ts';
import { outside } from '../edge/trace.ts';
import type { Trace } from '../edge/model.ts';
import { proxyIdentity } from '../istio/proxy-identity.ts';
import { parseWorkload } from '../istio/workload-string.ts';
import type { Peer } from './model.ts';

const known = new WeakMap<Proxy, Peer>();

/** A proxy that was read. Its identity is its certificate's, or what its node says it runs as. */
export function peerOfProxy(proxy: Proxy): Peer {
  const peer = known.get(proxy) ?? readPeer(proxy);
  known.set(proxy, peer);
  return peer;
}

function readPeer(proxy: Proxy): Peer {
  const { workload, namespace } = proxy.node;
  const identity = proxyIdentity(proxy);
  return {
    proxy: proxy.name,
    name: workload === '' ? proxy.name : workload,
    namespace,
    workload,
    ...(identity !== undefined && { identity }),
  };
}

/** The client: a proxy, or `outside`. */
export function clientPeer(trace: Trace): Peer {
  if (trace.client !== undefined) return peerOfProxy(trace.client);
  return { name: outside, namespace: '', workload: '' };
}

/** The server: its proxy, else what the endpoint's metadata says of it, else its address. */
export function serverPeer(trace: Trace): Peer | undefined {
  const proxy = trace.tunnel?.receiving.proxy ?? trace.receiving?.proxy;
  if (proxy !== undefined) return peerOfProxy(proxy);
  if (trace.target === undefined || trace.target.known === 'unlisted') return undefined;
  return fromEndpoint(trace.target.endpoint) ?? { name: trace.target.address.ip, namespace: '', workload: '' };
}

function fromEndpoint(endpoint: Endpoint | undefined): Peer | undefined {
  const workload = endpoint?.workload === undefined ? undefined : parseWorkload(endpoint.workload);
  if (workload === undefined || workload.name === '') return undefined;
  return { name: workload.name, namespace: workload.namespace, workload: workload.name };
}
