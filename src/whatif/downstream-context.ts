/** The TLS contexts servers end mutual TLS with, as istiod writes them (pilot/pkg/security/authn/utils/utils.go). */
import type { DownstreamTls, FilterChain, Listener, Proxy, TransportSocket } from '../envoy/model.ts';
import { serverListeners } from '../istio/server-listener.ts';

/** One socket for chains of HTTP, one for those of TCP; they differ by ALPN only. */
export interface ServerSockets {
  readonly http: TransportSocket;
  readonly tcp: TransportSocket;
}

/** How a chain's connections are handled; undefined for chains that do neither. */
export function chainProtocol(chain: FilterChain): 'http' | 'tcp' | undefined {
  if (chain.filters.some(({ kind }) => kind === 'http')) return 'http';
  return chain.filters.some(({ kind }) => kind === 'tcp') ? 'tcp' : undefined;
}

/**
 * The sockets a proxy's inbound chains have, or would have: its own, else another proxy's of the
 * mesh, which are the same but for the secrets' content; else what istiod writes by default.
 */
export function serverSockets(listener: Listener, proxy: Proxy, mesh: readonly Proxy[]): ServerSockets {
  const own = chainSockets([listener]);
  const others =
    own.http !== undefined && own.tcp !== undefined
      ? {}
      : chainSockets(mesh.filter(isSidecar).flatMap(serverListeners));
  const http = own.http ?? (own.tcp && withAlpn(own.tcp, httpAlpn)) ?? others.http ?? defaultSocket(proxy, httpAlpn);
  const tcp = own.tcp ?? others.tcp ?? withAlpn(http, httpAlpn);
  return { http, tcp };
}

const httpAlpn = ['h2', 'http/1.1'];

/** Gateways' contexts for mesh identities are looser. */
function isSidecar({ node }: Proxy): boolean {
  return node.kind !== 'router' && node.kind !== 'waypoint';
}

function chainSockets(listeners: readonly Listener[]): Partial<ServerSockets> {
  const found: { http?: TransportSocket; tcp?: TransportSocket } = {};
  for (const { filterChains } of listeners) {
    for (const chain of filterChains) {
      const protocol = chainProtocol(chain);
      const { transportSocket } = chain;
      if (protocol === undefined || transportSocket === undefined || !endsMeshTls(transportSocket)) continue;
      if (chain.match.destinationPort === undefined) found[protocol] = transportSocket;
      else found[protocol] ??= transportSocket;
    }
  }
  return found;
}

/** A socket for mesh identities: it verifies clients against the mesh's root. */
function endsMeshTls(socket: TransportSocket): boolean {
  if (socket.kind !== 'tls' || socket.tls.kind !== 'downstream') return false;
  const { requireClientCertificate, validationSecret, certificateSecrets } = socket.tls;
  return (
    requireClientCertificate &&
    validationSecret?.name === 'ROOTCA' &&
    certificateSecrets.some(({ name }) => name === 'default')
  );
}

function withAlpn(socket: TransportSocket, alpn: readonly string[]): TransportSocket {
  return socket.kind === 'tls' ? { ...socket, tls: { ...socket.tls, alpn } } : socket;
}

/** `SupportedCiphers`, in the order istiod writes them. */
const cipherSuites = [
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
];

function defaultSocket(proxy: Proxy, alpn: readonly string[]): TransportSocket {
  const trustDomain = proxy.node.trustDomain || 'cluster.local';
  const tls: DownstreamTls = {
    kind: 'downstream',
    params: { minimum: 'TLSv1_2', maximum: 'TLSv1_3', cipherSuites },
    alpn,
    certificates: [],
    certificateSecrets: [{ name: 'default', sds: true }],
    validation: {
      sans: [{ type: 'any', matcher: { kind: 'prefix', value: `spiffe://${trustDomain}/` } }],
      sansField: 'match_subject_alt_names',
      certificateHashes: [],
      spkiHashes: [],
      acceptUntrusted: false,
      allowExpired: false,
      onlyVerifyLeafCrl: false,
    },
    validationSecret: { name: 'ROOTCA', sds: true },
    requireClientCertificate: true,
    fullScanCertsOnSniMismatch: false,
  };
  return { kind: 'tls', tls, path: '' };
}
