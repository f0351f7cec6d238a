/** What the server makes of a client's first message (BoringSSL `handshake_server.cc`, `tls13_server.cc`). */
import { cipherList, type CipherList, type CipherSuite } from './cipher-suites.ts';
import { certificatesOf } from './certificates.ts';
import type { ClientHello } from './client-hello.ts';
import type { CertificateChain, TlsSide } from '../connection.ts';
import type { TlsVersion } from '../model.ts';
import { emptyRange, negotiationFailure, noVersion, type NegotiationFailure } from './negotiation-failure.ts';
import { selectServerCertificate } from './server-certificate.ts';
import type { KeyUse } from './server-presentation.ts';
import { canSign } from './signature-algorithms.ts';
import { alertError, unreadableHello, type TlsReason } from './tls-errors.ts';
import { chosenVersion, groupList, shareGroup, suitesFor, versionRange } from './tls-parameters.ts';
import type { KeyType } from './x509/public-key.ts';

export type Negotiation =
  | {
      readonly kind: 'agreed';
      readonly version: TlsVersion;
      /** How the server's key is used: what `keyUsage` has to permit. */
      readonly keyUse: KeyUse;
      /** Undefined when the server's certificates are not known. */
      readonly serverCertificate?: CertificateChain;
    }
  | NegotiationFailure
  | { readonly kind: 'unknown'; readonly needs: readonly string[] };

/** The server's half, defaults filled in. */
interface Terms {
  readonly version: TlsVersion;
  readonly ciphers: CipherList;
  readonly groups: readonly string[];
  readonly signsWith: readonly string[] | undefined;
}

export function negotiate(hello: ClientHello, server: TlsSide): Negotiation {
  const accepted = versionRange(server, 'server');
  if (accepted.length === 0) return emptyRange('server', server);
  const version = chosenVersion(hello.versions, accepted);
  if (version === undefined) return noVersion('server', hello.versions, accepted);
  if (hello.groups.length === 0) return emptyGroups(version);
  const terms: Terms = {
    version,
    ciphers: cipherList(server),
    groups: groupList(server),
    signsWith: server.params.signatureAlgorithms,
  };
  const choice = {
    takesTls13: accepted.includes('TLSv1_3'),
    ciphers: terms.ciphers.suites,
    fullScanCertsOnSniMismatch: server.fullScanCertsOnSniMismatch,
  };
  const serverCertificate =
    typeof server.certificates === 'string' ? undefined : selectServerCertificate(server.certificates, hello, choice);
  const key = serverCertificate === undefined ? undefined : certificatesOf(serverCertificate)[0]?.key;
  const outcome = version === 'TLSv1_3' ? negotiateTls13(hello, terms, key) : negotiateTls12(hello, terms, key);
  if ('kind' in outcome) return outcome.kind === 'fails' ? { ...outcome, version } : outcome;
  if (!hello.versions.includes(version)) return noVersion('client', hello.versions, accepted);
  return { kind: 'agreed', version, ...outcome, ...(serverCertificate === undefined ? {} : { serverCertificate }) };
}

/** A list of groups without a group is nothing that a server can read. */
function emptyGroups(version: TlsVersion): NegotiationFailure {
  return {
    kind: 'fails',
    by: 'server',
    reason: 'no-common-group',
    version,
    late: false,
    local: unreadableHello(),
    remote: alertError('decode_error'),
    detail: 'the client’s groups (ecdh_curves) are for TLS 1.3 only, which it does not offer',
  };
}

type Outcome = { readonly keyUse: KeyUse } | Exclude<Negotiation, { kind: 'agreed' }>;

/** Cipher suites are a fixed set here; what can be missing is a signature algorithm, then a group. */
function negotiateTls13(hello: ClientHello, terms: Terms, key: KeyType | undefined): Outcome {
  if (key !== undefined && !canSign(key, terms.version, terms.signsWith, hello.signatureAlgorithms)) {
    const detail = 'the client takes no signature that the key of the server’s certificate can make';
    return negotiationFailure(
      'server',
      'no-common-signature-algorithm',
      'NO_COMMON_SIGNATURE_ALGORITHMS',
      'handshake_failure',
      detail,
    );
  }
  if (!shareGroup(hello.groups, terms.groups, terms.version)) return noGroup('NO_SHARED_GROUP', hello, terms);
  return { keyUse: 'digitalSignature' };
}

function noGroup(reason: TlsReason, hello: ClientHello, terms: Terms): NegotiationFailure {
  const detail = `the client offers the groups ${hello.groups.join(', ')}, the server takes ${terms.groups.join(', ')}`;
  return negotiationFailure('server', 'no-common-group', reason, 'handshake_failure', detail);
}

/** `choose_params`: a suite that both list, for which there are a group and a key that may sign. */
function negotiateTls12(hello: ClientHello, terms: Terms, key: KeyType | undefined): Outcome {
  if (key?.kind === 'EC' && !hello.groups.includes(key.curve)) {
    const detail = `the server’s certificate is on ${key.curve}, which the client does not list among its curves`;
    return negotiationFailure('server', 'no-common-group', 'WRONG_CURVE', 'handshake_failure', detail);
  }
  const { version } = terms;
  const hasGroup = shareGroup(hello.groups, terms.groups, version);
  const signs = key === undefined || canSign(key, version, terms.signsWith, hello.signatureAlgorithms);
  const shared = suitesFor(terms.ciphers.suites, [version]).filter((suite) =>
    hello.ciphers.suites.some(({ name }) => name === suite.name),
  );
  const usable = shared.find((suite) => serves(suite, key, signs, hasGroup));
  if (usable !== undefined) return { keyUse: usable.keyExchange === 'RSA' ? 'keyEncipherment' : 'digitalSignature' };
  const unrecognised = [...hello.ciphers.unrecognised, ...terms.ciphers.unrecognised];
  if (unrecognised.length > 0) {
    return { kind: 'unknown', needs: unrecognised.map((name) => `what the cipher suites “${name}” are`) };
  }
  if (shared.length > 0 && !hasGroup) return noGroup('NO_SHARED_CIPHER', hello, terms);
  const kind = key === undefined ? '' : ` that goes with the server’s ${key.kind} key`;
  const detail = `there is no cipher suite in common${kind}`;
  return negotiationFailure('server', 'no-common-cipher', 'NO_SHARED_CIPHER', 'handshake_failure', detail);
}

function serves(suite: CipherSuite, key: KeyType | undefined, signs: boolean, hasGroup: boolean): boolean {
  switch (suite.keyExchange) {
    case 'ECDHE':
      return hasGroup && signs && (key === undefined || (suite.authentication === 'RSA') === (key.kind === 'RSA'));
    case 'RSA':
      return key === undefined || key.kind === 'RSA';
    case 'PSK':
    case 'ECDHE_PSK':
      return false;
  }
}
