/** What a filter chain's transport socket demands of whoever connects, read from its configuration alone. */
import type { DownstreamTls, FilterChain, TransportSocket } from '../envoy/model.ts';

/**
 * `mutual`: TLS with a client certificate; `optional`: TLS, a certificate is asked for and may be missing;
 * `one-way`: TLS without client certificates; `plain`: no TLS of its own; `passthrough`: takes TLS only (a server name
 * is one that TLS tells), and hands it on untouched; `starttls`: begins in cleartext; `unknown`: a transport socket nobody knows.
 */
export type ChainDemand = 'mutual' | 'optional' | 'one-way' | 'plain' | 'passthrough' | 'starttls' | 'unknown';

export function chainDemand(chain: FilterChain): ChainDemand {
  const takesOnlyTls = chain.match.transportProtocol === 'tls' || chain.match.serverNames.length > 0;
  return socketDemand(chain.transportSocket) ?? (takesOnlyTls ? 'passthrough' : 'plain');
}

/** Undefined for raw_buffer. */
function socketDemand(socket: TransportSocket | undefined): ChainDemand | undefined {
  if (socket === undefined) return undefined;
  switch (socket.kind) {
    case 'raw':
      return undefined;
    case 'tls':
      return socket.tls.kind === 'downstream' ? tlsDemand(socket.tls) : 'unknown';
    case 'wrapper':
    case 'proxy-protocol':
    case 'internal-upstream':
      return socketDemand(socket.inner);
    case 'starttls':
      return 'starttls';
    case 'alts':
    case 'unrecognised':
      return 'unknown';
  }
}

/**
 * Envoy asks for a certificate when it has something to verify it with, whatever `require_client_certificate`
 * says, and a SPIFFE validator, SAN matchers and pins need one
 * (source/common/tls/cert_validator/default_validator.cc, `addClientValidationContext`). A validation context that
 * comes by SDS is taken to hold anchors.
 */
function tlsDemand(tls: DownstreamTls): ChainDemand {
  const { validation } = tls;
  if (validation?.spiffe !== undefined) return 'mutual';
  if (validation?.unrecognisedValidator !== undefined) return tls.requireClientCertificate ? 'mutual' : 'unknown';
  const anchored = tls.validationSecret !== undefined || validation?.trustedCa !== undefined;
  if (validation?.acceptUntrusted === true) return tls.requireClientCertificate && anchored ? 'mutual' : 'optional';
  const pins = (validation?.certificateHashes.length ?? 0) + (validation?.spkiHashes.length ?? 0);
  if (pins > 0) return 'mutual';
  if (!anchored) return 'one-way';
  return tls.requireClientCertificate || (validation?.sans.length ?? 0) > 0 ? 'mutual' : 'optional';
}
