/** One Envoy that is client and server at once: a cluster and a listener for each case, and one way in. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Aim } from '../lab/coverage.ts';
import { fileLog, httpConnectionManager, socketAddress, staticCluster, transportSocket, v3 } from '../lab/config.ts';
import { contexts } from './contexts.ts';
import { valueOf } from './features.ts';
import type { NamedSecret } from './secret-service.ts';
import { secretCluster } from './sources.ts';

export interface Place {
  /** Names the cluster and the listener. */
  readonly id: string;
  readonly address: string;
  readonly port: number;
}

export interface Ports {
  /** Where requests go; which case they are for stands in `x-case`. */
  readonly entry: number;
  /** Where the SDS server listens. */
  readonly secrets: number;
}

export interface Layout {
  readonly bootstrap: JsonObject;
  /** Secrets that the SDS server has to deliver. */
  readonly served: readonly NamedSecret[];
}

/** `log` begins the names of the two access logs. */
export async function layOut(
  aims: readonly Aim[],
  places: readonly Place[],
  ports: Ports,
  log: string,
): Promise<Layout> {
  const parts = await Promise.all(
    aims.map(async (aim, at) => {
      const place = places[at];
      if (place === undefined) throw new Error('a case without a place');
      const { upstream, downstream, ...rest } = await contexts(aim, place.id);
      return {
        cluster: cluster(aim, place, upstream),
        listener: listener(place, downstream, `${log}.server`),
        ...rest,
      };
    }),
  );
  return {
    bootstrap: {
      static_resources: {
        clusters: [staticCluster(secretCluster, '127.0.0.1', ports.secrets), ...parts.map((part) => part.cluster)],
        listeners: [entryListener(ports.entry, `${log}.client`), ...parts.map((part) => part.listener)],
        secrets: parts.flatMap((part) => part.secrets),
      },
    },
    served: parts.flatMap((part) => part.served),
  };
}

function cluster(aim: Aim, { id, address, port }: Place, tls: JsonObject): JsonObject {
  const names = valueOf(aim, 'client names');
  return {
    ...staticCluster(id, address, port),
    transport_socket: transportSocket('UpstreamTlsContext', tls),
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
        '@type': `${v3}.upstreams.http.v3.HttpProtocolOptions`,
        // Speaks what ALPN came to, which makes it visible.
        auto_config: {},
        common_http_protocol_options: { max_requests_per_connection: 1 },
        upstream_http_protocol_options: {
          ...(valueOf(aim, 'sni') === 'host' ? { auto_sni: true } : {}),
          ...(names.startsWith('the host') ? { auto_san_validation: true } : {}),
        },
      },
    },
  };
}

function listener({ id, address, port }: Place, tls: JsonObject, log: string): JsonObject {
  const format = {
    case: id,
    version: '%DOWNSTREAM_TLS_VERSION%',
    reason: '%DOWNSTREAM_TRANSPORT_FAILURE_REASON%',
    peer: '%DOWNSTREAM_PEER_FINGERPRINT_256%',
  };
  return {
    name: id,
    address: socketAddress(address, port),
    access_log: [fileLog(log, format)],
    filter_chains: [
      {
        transport_socket: transportSocket('DownstreamTlsContext', tls),
        filters: [httpConnectionManager({ match: { prefix: '/' }, direct_response: { status: 200 } })],
      },
    ],
  };
}

function entryListener(port: number, log: string): JsonObject {
  const format = {
    case: '%REQ(X-CASE)%',
    flags: '%RESPONSE_FLAGS%',
    reason: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
    version: '%UPSTREAM_TLS_VERSION%',
    protocol: '%UPSTREAM_PROTOCOL%',
    peer: '%UPSTREAM_PEER_CERT%',
    status: '%RESPONSE_CODE%',
  };
  const route = { match: { prefix: '/' }, route: { cluster_header: 'x-case', timeout: '20s' } };
  return {
    name: 'entry',
    address: socketAddress('127.0.0.1', port),
    filter_chains: [{ filters: [httpConnectionManager(route, [fileLog(log, format)])] }],
  };
}
