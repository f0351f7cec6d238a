/** The client's first message, as far as the server's choices depend on it (BoringSSL `handshake_client.cc`, `extensions.cc`). */
import { cipherList, type CipherList } from './cipher-suites.ts';
import type { TlsSide } from '../connection.ts';
import type { TlsVersion } from '../model.ts';
import { emptyRange, negotiationFailure, type NegotiationFailure } from './negotiation-failure.ts';
import { verifiedAlgorithms } from './signature-algorithms.ts';
import { groupList, namedGroups, suitesFor, versionRange } from './tls-parameters.ts';

export interface ClientHello {
  readonly kind: 'hello';
  /** Empty without SNI. */
  readonly sni: string;
  /** Lowest first, never empty. Only a client that takes TLS 1.3 lists them. */
  readonly versions: readonly TlsVersion[];
  readonly ciphers: CipherList;
  /** Empty where all that are configured are for TLS 1.3 and the client does not take that. */
  readonly groups: readonly string[];
  /** What the client takes for signatures of the server. */
  readonly signatureAlgorithms: readonly string[];
}

/** The message, or why the client cannot write one. */
export function composeHello(client: TlsSide): ClientHello | NegotiationFailure {
  const versions = versionRange(client, 'client');
  if (versions.length === 0) return emptyRange('client', client);
  const { suites, unrecognised } = cipherList(client);
  const ciphers = { suites: suitesFor(suites, versions), unrecognised };
  if (!versions.includes('TLSv1_3') && ciphers.suites.length + unrecognised.length === 0) {
    const detail = 'none of the client’s cipher suites works with its TLS versions';
    return negotiationFailure('client', 'no-common-cipher', 'NO_CIPHERS_AVAILABLE', undefined, detail);
  }
  return {
    kind: 'hello',
    sni: client.sni,
    versions,
    ciphers,
    groups: namedGroups(groupList(client), versions),
    signatureAlgorithms: verifiedAlgorithms(client),
  };
}
