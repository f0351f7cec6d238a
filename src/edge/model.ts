/**
 * The walk of one connection, with the very objects it met: from the client's listener to the server's
 * filter chain. Verdicts, causes and explanations are all read off a `Trace`; nothing re-derives it.
 */
import type {
  ChainSelection,
  CertificateChain,
  Detection,
  FirstBytes,
  HandshakeResult,
  TlsSide,
} from '../envoy/connection.ts';
import type {
  Cluster,
  DownstreamTls,
  Endpoint,
  EndpointGroup,
  FilterChain,
  Listener,
  NetworkFilter,
  Proxy,
  Route,
  RouteConfiguration,
  TransportSocket,
  UpstreamTls,
  VirtualHost,
} from '../envoy/model.ts';
import type { EdgeQuestion, Missing, OfferReason } from './question.ts';

/** Where the application's connection goes first. `ip` undefined when no dump knows the host's address. */
export interface Destination {
  readonly host: string;
  readonly ip?: string;
  readonly port: number;
}

/** How far the client's proxy took the connection before it chose a cluster. */
export interface OutboundPath {
  readonly destination: Destination;
  readonly listener?: Listener;
  /** The listener was virtualOutbound itself: nobody knows this address. */
  readonly unknownAddress: boolean;
  readonly detection?: Detection;
  readonly chain?: FilterChain;
  readonly filter?: NetworkFilter;
  readonly routeConfiguration?: RouteConfiguration;
  readonly virtualHost?: VirtualHost;
  readonly route?: Route;
  /** Listeners or routes were not seen: the cluster was taken by the service's name, as istiod would. */
  readonly assumed?: Missing;
}

/** Why the client's proxy never reached a cluster, or what it said instead. */
export type OutboundStop =
  | { readonly kind: 'no-listener' }
  | { readonly kind: 'stalled'; readonly timeout: number }
  | { readonly kind: 'closed'; readonly reason: string }
  | { readonly kind: 'no-chain' }
  | { readonly kind: 'no-filter' }
  | { readonly kind: 'no-route' }
  | { readonly kind: 'answers-itself'; readonly status: number }
  | { readonly kind: 'cluster-not-found'; readonly cluster: string }
  | { readonly kind: 'blackhole'; readonly cluster: string }
  | { readonly kind: 'no-endpoints'; readonly cluster: string; readonly unhealthy: number }
  | { readonly kind: 'unknown'; readonly missing: Missing };

/** One endpoint the client's proxy may choose. */
export interface Target {
  readonly address: { readonly ip: string; readonly port: number };
  readonly endpoint?: Endpoint;
  readonly group?: EndpointGroup;
  /**
   * How the address was found: listed for the cluster; dialled as it is (ORIGINAL_DST); chosen by
   * kube-proxy among the service's pods, known from other dumps; or guessed from the server's own
   * inbound configuration, because no endpoints were seen; or not at all: what the client sends can still be told.
   */
  readonly known: 'listed' | 'dialled' | 'kube-proxy' | 'from-server' | 'unlisted';
  /** What would list it, where it is not. */
  readonly missing?: Missing;
}

/** What the client puts on the wire towards one target. */
export interface Sending {
  /** As the server's listener sees it. */
  readonly bytes: FirstBytes;
  readonly reason: OfferReason;
  /** Chosen socket, wrappers included; undefined without a proxy. */
  readonly socket?: TransportSocket;
  /** Where the socket stands, relative to the cluster. */
  readonly socketPath?: string;
  /** TLS by the client's proxy (not by the application). */
  readonly tls?: { readonly context: UpstreamTls; readonly side: TlsSide };
  /** Protocol of the request inside, as the server's HTTP codec will meet it. */
  readonly http?: 'http1' | 'http2';
  /** What may be sent, where the endpoint's metadata decides and was not seen. */
  readonly alternatives?: readonly Sending[];
  /** Set when the socket could not be chosen or is of a kind we do not know. */
  readonly unknown?: Missing;
}

/** What the server's proxy does with it. */
export interface Receiving {
  readonly proxy?: Proxy;
  /** Is there a proxy at all at this address? Undefined: no dump tells. */
  readonly hasProxy: boolean | undefined;
  /** That it has none is only presumed: a DestinationRule hides the mark that would tell. */
  readonly presumed?: boolean;
  /** Dumps were read that may be this address's, and do not say so. */
  readonly maybe?: readonly Proxy[];
  readonly listener?: Listener;
  /** The connection was handed from this one (virtualInbound of older versions). */
  readonly handedFrom?: Listener;
  readonly detection?: Detection;
  readonly selection?: ChainSelection;
  readonly tls?: { readonly context: DownstreamTls; readonly side: TlsSide };
  readonly filter?: NetworkFilter;
  /** Nothing listens there, or the port is not captured and the application itself answers. */
  readonly absent?: 'no-listener' | 'not-captured';
  /** Which listeners would have to be seen. */
  readonly needs?: string;
}

/** HBONE: the outer connection of a tunnel, judged in its own right. */
export interface Tunnel {
  readonly cluster: Cluster;
  readonly sending: Sending;
  readonly receiving: Receiving;
  readonly handshake?: HandshakeResult;
  readonly decision: Decision;
}

/** What decided, in machine-readable form. Everything said afterwards follows from it. */
export type Decision =
  | { readonly kind: 'stopped'; readonly stop: OutboundStop }
  /** Both sides raw. */
  | { readonly kind: 'plaintext' }
  /** The application's TLS goes through untouched. */
  | { readonly kind: 'app-tls' }
  /** A handshake completed. */
  | { readonly kind: 'handshake'; readonly mutual: boolean }
  | { readonly kind: 'handshake-fails' }
  /** Raw bytes met a chain that speaks TLS. */
  | { readonly kind: 'plaintext-at-tls-chain' }
  /** Raw bytes, and no chain takes them. */
  | { readonly kind: 'plaintext-no-chain' }
  /** A ClientHello met a chain without TLS whose filters cannot read it. */
  | { readonly kind: 'tls-at-plaintext-chain' }
  /** A ClientHello that no chain takes. */
  | { readonly kind: 'tls-no-chain' }
  /** TLS from the client's proxy ends at an application's own TLS; what the client trusts decides. */
  | { readonly kind: 'tls-at-application'; readonly trust: 'mesh' | 'nothing' | 'other' }
  /** The server's listener waits for bytes that never come. */
  | { readonly kind: 'stalled'; readonly timeout: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'closed'; readonly reason: string }
  | { readonly kind: 'tunnel'; readonly mutual: boolean }
  | { readonly kind: 'unknown'; readonly missing: readonly Missing[] };

/** One connection, start to end. */
export interface Trace {
  readonly question: EdgeQuestion;
  readonly client?: Proxy;
  readonly path: OutboundPath;
  readonly cluster?: Cluster;
  /** Percent of the requests, where routes are weighted. */
  readonly weight?: number;
  readonly target?: Target;
  readonly sending?: Sending;
  readonly receiving?: Receiving;
  readonly tunnel?: Tunnel;
  readonly handshake?: HandshakeResult;
  readonly decision: Decision;
  /** The certificate the client would present, seen or not. */
  readonly clientCertificate?: CertificateChain;
}
