import { itemsOf } from '../input/shelf/lazy-list.ts';
import type { Cluster } from '../envoy/model.ts';
import { evidence } from '../evidence.ts';
import type { ClientView } from './context/client-view.ts';
import { isBefore } from './context/era.ts';
import { defineCause, found, type Found } from './cause.ts';
import { hasPlainNeighbours } from './context/neighbours.ts';
import type { CauseContext } from './context/context.ts';
import { orDefault } from './fix/resources.ts';
import type { Evidence } from '../evidence.ts';

interface Behind {
  readonly who: string;
  readonly how: 'refused' | 'older';
  readonly why: string;
  readonly sure: boolean;
}

/** One of the two has not got, or has refused, what the other already goes by. */
export const staleProxy = defineCause({
  code: 'stale-proxy',
  title: 'one of the two proxies goes by an older configuration',
  group: 'Gateways, multicluster, freshness',
  reads: ['client', 'endpoint', 'server', 'policies', 'others'],
  find: (context): Found<Behind> | undefined => {
    const { edge } = context;
    if (edge.outcome === 'mtls' || edge.outcome === 'undecided') return undefined;
    const refused = refusedUpdate(context);
    if (refused !== undefined)
      return found({ who: refused.who, how: 'refused', why: refused.why, sure: true }, refused.at);
    return edge.outcome === 'fails' ? olderSide(context) : undefined;
  },
  confidence: ({ how, sure }) => (how === 'refused' ? 'proven' : sure ? 'consistent' : 'possible'),
  because: ({ who, how, why }, edge) =>
    how === 'refused'
      ? `${who} refused a newer configuration and goes by the old one: ${why}`
      : `${who} still goes by an older configuration than ${who === edge.client.name ? edge.server.name : edge.client.name}: ${why}`,
  fix: ({ who, how }, edge) => [
    { text: 'See who is behind (SYNCED, STALE, NOT SENT):', command: 'istioctl proxy-status' },
    how === 'refused'
      ? { text: 'Correct the resource that Envoy refuses; until then nothing newer of this kind arrives.' }
      : {
          text: `If ${who} stays behind, start it anew; it then asks for everything again:`,
          command: `kubectl rollout restart deployment ${who} -n ${orDefault(who === edge.client.name ? edge.client.namespace : edge.server.namespace)}`,
        },
    { text: 'Change policies by way of PERMISSIVE: while both are taken, it does not matter who hears of it first.' },
  ],
  page: {
    see: 'One replica behaves otherwise than the rest; a burst of 503 for some seconds after a policy change. If it does not pass, somebody is cut off.',
    why: 'Policies reach proxies one after the other. For a moment a client may still send plaintext to a server that already refuses it. A proxy that lost istiod, or that rejects an update, stays at the old state.',
    shows: [
      {
        where: 'client',
        what: '`last_updated` and `version_info` of the cluster against those of the server’s listener; `error_state`; warming resources',
      },
      { where: 'server', what: 'the same the other way round' },
      { where: 'policies', what: 'they order another mode than the proxy has' },
    ],
    unless:
      'If both are up to date and still do not fit, policies contradict each other: `pa-workload-strict-under-ns-disable`, `dr-mutual-to-plaintext`.',
  },
  example: {
    who: 'sleep',
    how: 'older',
    why: 'its cluster is from 10:00:01, the server’s listener from 10:05:12',
    sure: true,
  },
  references: ['https://github.com/istio/istio/issues/48290', 'https://github.com/istio/istio/issues/30539'],
});

interface Refused {
  readonly who: string;
  readonly why: string;
  readonly at: Evidence;
}

/** `error_state` of the very cluster or listener that this edge uses. */
function refusedUpdate({ edge, client, server }: CauseContext): Refused | undefined {
  const cluster = refusedCluster(client);
  if (cluster !== undefined)
    return {
      who: edge.client.name,
      why: cluster.rejection ?? 'no reason given',
      at: evidence(cluster.place, '/error_state'),
    };
  const listener = server?.proxy?.listeners.find(
    (each) => each.name === server.receiving.listener?.name && each.state === 'rejected',
  );
  return (
    listener && {
      who: edge.server.name,
      why: listener.rejection ?? 'no reason given',
      at: evidence(listener.place, '/error_state'),
    }
  );
}

function refusedCluster(client: ClientView | undefined): Cluster | undefined {
  const name = client?.cluster?.name;
  if (client === undefined || name === undefined) return undefined;
  const { clusters } = client.proxy;
  return (itemsOf(clusters, name) ?? clusters).find((each) => each.name === name && each.state === 'rejected');
}

/** Two configurations that istiod would never hold at the same time. */
function olderSide({ edge, client, endpoint, server, policies, others }: CauseContext): Found<Behind> | undefined {
  const cluster = client?.cluster;
  const listener = server?.receiving.listener;
  if (
    cluster === undefined ||
    listener === undefined ||
    client?.clusterName === undefined ||
    client.rule !== undefined ||
    cluster.istio.external === true
  )
    return undefined;
  if (cluster.type === 'ORIGINAL_DST' || server?.gateway === true) return undefined;
  const version = edge.client.version ?? edge.server.version;
  const modern = version === undefined || !isBefore(version, 1, 12);
  const plainToStrict =
    client.autoMtls &&
    client.setup === 'raw' &&
    client.sends === 'nothing' &&
    server?.takesMutual === true &&
    !server.takesPlaintext;
  const tlsToPlain =
    modern &&
    client.setup === 'auto' &&
    endpoint?.mark === 'istio' &&
    client.sends === 'istio-mutual' &&
    server?.mode === 'DISABLE';
  if (!plainToStrict && !tlsToPlain) return undefined;
  const clientTime = client.proxy.updated ?? cluster.lastUpdated ?? '';
  const serverTime = listener.lastUpdated ?? '';
  // What the policies order tells which of the two is behind.
  const ordered = policies?.peerMode;
  const serverBehind = ordered !== undefined && server.mode !== undefined && ordered !== server.mode;
  const clientBehind = !serverBehind && clientTime !== '' && serverTime !== '' && clientTime < serverTime;
  const disabledThere = hasPlainNeighbours(others, edge.server.namespace);
  const who = serverBehind ? edge.server.name : edge.client.name;
  const why = serverBehind
    ? `policies order ${ordered} and its chains say ${server.mode ?? ''}`
    : `the client's newest update is from ${clientTime === '' ? 'an unknown time' : clientTime}, the server's listener from ${serverTime === '' ? 'an unknown time' : serverTime}`;
  const sure = serverBehind || (clientBehind && !disabledThere);
  return found(
    { who, how: 'older', why, sure },
    evidence(cluster.place, '/name', cluster.lastUpdated),
    evidence(listener.place, '/name', listener.lastUpdated),
  );
}
