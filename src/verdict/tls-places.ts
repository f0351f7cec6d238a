/** Where the fields of a TLS context stand below its resource, so that the very line can be shown. */
import { chainOf } from '../envoy/tls/certificates.ts';
import type { Cluster, FilterChain, Listener, Proxy, Secret, TlsContext, TransportSocket } from '../envoy/model.ts';
import type { Sending } from '../edge/model.ts';
import { evidence, type Evidence } from '../evidence.ts';

/** Path of the TLS context at the bottom of wrappers, relative to what holds the socket; undefined without one. */
export function tlsPath(socket: TransportSocket | undefined): string | undefined {
  if (socket === undefined) return undefined;
  if (socket.kind === 'tls') return socket.path;
  return 'inner' in socket ? tlsPath(socket.inner) : undefined;
}

/** A field of the TLS context that a chain demands its connections with. */
export function inChain(listener: Listener, chain: FilterChain, field: string): Evidence {
  return evidence(listener.place, `${chain.path}${tlsPath(chain.transportSocket) ?? ''}${field}`);
}

/** The line that makes a chain demand what it does. */
export function chainEvidence(listener: Listener, chain: FilterChain): Evidence {
  return tlsPath(chain.transportSocket) === undefined
    ? evidence(listener.place, `${chain.path}/filter_chain_match`, 'this chain has no transport socket')
    : inChain(listener, chain, '/require_client_certificate');
}

/** A field of the TLS context that a cluster was chosen to send with. */
export function inCluster(cluster: Cluster, { socket, socketPath = '' }: Sending, field: string): Evidence {
  // Paths of sockets begin at what holds them: an entry of the matches, or the cluster itself.
  const holder = socketPath.startsWith('/transport_socket_matches') ? socketPath : '';
  return evidence(cluster.place, `${holder}${tlsPath(socket) ?? ''}${field}`);
}

/** The validation context, as the oneof `validation_context_type` has it. */
export function validationField({ validation, validationSecret }: TlsContext): string {
  const common = '/common_tls_context';
  if (validation === undefined) return `${common}/validation_context_sds_secret_config`;
  if (validationSecret === undefined) return `${common}/validation_context`;
  return `${common}/combined_validation_context/default_validation_context`;
}

/** The secrets a side's own certificates come from, as far as they were read, with what is in them. */
export function certificateSecrets({ secrets }: Proxy, { certificateSecrets: references }: TlsContext): Evidence[] {
  return references.flatMap(({ name }) =>
    secrets.filter((secret) => secret.name === name).map((secret) => evidence(secret.place, '/name', holding(secret))),
  );
}

function holding({ certificate }: Secret): string {
  const chain = certificate === undefined ? undefined : chainOf(certificate);
  const [leaf] = chain?.facts ?? [];
  if (leaf === undefined) return 'its certificate was not seen';
  const names = [...leaf.uris, ...leaf.dnsNames];
  return `it holds the certificate of ${names[0] ?? leaf.subject}, issued by ${leaf.issuer}, valid until ${leaf.notAfter}`;
}
