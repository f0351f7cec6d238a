/** What client and server agree on before certificates are judged (BoringSSL `handshake_server.cc`, `tls13_server.cc`). */
import { cipherList, type CipherList, type CipherSuite } from './cipher-suites.ts';
import { certificatesOf } from './certificates.ts';
import type { CertificateChain, HandshakeFailure, TlsError, TlsSide } from './connection.ts';
import type { TlsVersion } from './model.ts';
import { selectServerCertificate } from './server-certificate.ts';
import type { KeyUse } from './server-presentation.ts';
import { canSign, verifiedAlgorithms } from './signature-algorithms.ts';
import { alertError, refusedHello, tlsError, unreadableHello, type Alert, type TlsReason } from './tls-errors.ts';
import { chosenVersion, groupList, isSince, namedGroups, shareGroup, versionRange } from './tls-parameters.ts';
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

export interface NegotiationFailure {
  readonly kind: 'fails';
  readonly by: 'client' | 'server';
  readonly reason: HandshakeFailure;
  readonly version?: TlsVersion;
  readonly local: TlsError;
  /** Undefined where the other side gets no alert. */
  readonly remote?: TlsError;
  readonly detail: string;
}

/** Where the two meet: what each brings, defaults filled in. */
interface Meeting {
  readonly version: TlsVersion;
  readonly client: {
    readonly ciphers: CipherList;
    readonly groups: readonly string[];
    readonly takes: readonly string[];
  };
  readonly server: {
    readonly ciphers: CipherList;
    readonly groups: readonly string[];
    readonly signsWith: readonly string[] | undefined;
  };
}

export function negotiate(client: TlsSide, server: TlsSide): Negotiation {
  const offered = versionRange(client, 'client');
  const accepted = versionRange(server, 'server');
  if (offered.length === 0) return emptyRange('client', client);
  const ciphers = cipherList(client);
  const highest = offered.at(-1);
  if (
    highest !== 'TLSv1_3' &&
    ciphers.unrecognised.length === 0 &&
    !ciphers.suites.some((suite) => isUsable(suite, offered))
  ) {
    return fail(
      'client',
      'no-common-cipher',
      'NO_CIPHERS_AVAILABLE',
      undefined,
      'none of the client’s cipher suites works with its TLS versions',
    );
  }
  if (accepted.length === 0) return emptyRange('server', server);
  const version = chosenVersion(offered, accepted);
  if (version === undefined) return noVersion('server', offered, accepted);
  const groups = namedGroups(groupList(client), offered);
  if (groups.length === 0) return { ...emptyGroups(client), version };
  const meeting: Meeting = {
    version,
    client: { ciphers, groups, takes: verifiedAlgorithms(client) },
    server: { ciphers: cipherList(server), groups: groupList(server), signsWith: server.params.signatureAlgorithms },
  };
  const serverCertificate = chooseCertificate(client, server, offered, accepted, meeting);
  const key = serverCertificate === undefined ? undefined : certificatesOf(serverCertificate)[0]?.key;
  const outcome = version === 'TLSv1_3' ? negotiateTls13(meeting, key) : negotiateTls12(meeting, key);
  if ('kind' in outcome) return outcome.kind === 'fails' ? { ...outcome, version } : outcome;
  if (!offered.includes(version)) return noVersion('client', offered, accepted);
  return { kind: 'agreed', version, ...outcome, ...(serverCertificate === undefined ? {} : { serverCertificate }) };
}

function chooseCertificate(
  client: TlsSide,
  server: TlsSide,
  offered: readonly TlsVersion[],
  accepted: readonly TlsVersion[],
  meeting: Meeting,
): CertificateChain | undefined {
  if (typeof server.certificates === 'string') return undefined;
  const hello = {
    sni: client.sni,
    offersTls13: offered.includes('TLSv1_3'),
    groups: meeting.client.groups,
    signatureAlgorithms: meeting.client.takes,
    ciphers: meeting.client.ciphers.suites,
  };
  return selectServerCertificate(server.certificates, hello, {
    takesTls13: accepted.includes('TLSv1_3'),
    ciphers: meeting.server.ciphers.suites,
    fullScanCertsOnSniMismatch: server.fullScanCertsOnSniMismatch,
  });
}

function emptyRange(by: 'client' | 'server', { params }: TlsSide): NegotiationFailure {
  const range = `${params.minimum ?? 'the default'} to ${params.maximum ?? 'the default'}`;
  const detail = `the ${by}’s TLS versions, ${range}, leave none`;
  return fail(by, 'no-supported-versions', 'NO_SUPPORTED_VERSIONS_ENABLED', undefined, detail);
}

function noVersion(
  by: 'client' | 'server',
  offered: readonly TlsVersion[],
  accepted: readonly TlsVersion[],
): NegotiationFailure {
  const detail = `the client offers ${offered.join(', ')}, the server takes ${accepted.join(', ')}`;
  return fail(by, 'no-common-version', 'UNSUPPORTED_PROTOCOL', 'protocol_version', detail);
}

/** A list of groups without a group is nothing that a server can read. */
function emptyGroups(client: TlsSide): NegotiationFailure {
  const detail = `the client’s groups, ${groupList(client).join(', ')}, are for TLS 1.3 only, which it does not offer`;
  return {
    kind: 'fails',
    by: 'server',
    reason: 'no-common-group',
    local: unreadableHello(),
    remote: alertError('decode_error'),
    detail,
  };
}

type Outcome = { readonly keyUse: KeyUse } | Exclude<Negotiation, { kind: 'agreed' }>;

/** Cipher suites are a fixed set here; what can be missing is a signature algorithm, then a group. */
function negotiateTls13({ version, client, server }: Meeting, key: KeyType | undefined): Outcome {
  if (key !== undefined && !canSign(key, version, server.signsWith, client.takes)) {
    const detail = 'the client takes no signature that the key of the server’s certificate can make';
    return fail(
      'server',
      'no-common-signature-algorithm',
      'NO_COMMON_SIGNATURE_ALGORITHMS',
      'handshake_failure',
      detail,
    );
  }
  if (!shareGroup(client.groups, server.groups, version))
    return noGroup('NO_SHARED_GROUP', client.groups, server.groups);
  return { keyUse: 'digitalSignature' };
}

function noGroup(reason: TlsReason, client: readonly string[], server: readonly string[]): NegotiationFailure {
  const detail = `the client offers the groups ${client.join(', ')}, the server takes ${server.join(', ')}`;
  return fail('server', 'no-common-group', reason, 'handshake_failure', detail);
}

/** `choose_params`: a suite that both list, for which there are a group and a key that may sign. */
function negotiateTls12({ version, client, server }: Meeting, key: KeyType | undefined): Outcome {
  if (key?.kind === 'EC' && !client.groups.includes(key.curve)) {
    const detail = `the server’s certificate is on ${key.curve}, which the client does not list among its curves`;
    return fail('server', 'no-common-group', 'WRONG_CURVE', 'handshake_failure', detail);
  }
  const hasGroup = shareGroup(client.groups, server.groups, version);
  const signs = key === undefined || canSign(key, version, server.signsWith, client.takes);
  const shared = server.ciphers.suites.filter(
    (suite) => isUsable(suite, [version]) && client.ciphers.suites.some(({ name }) => name === suite.name),
  );
  const usable = shared.find((suite) => serves(suite, key, signs, hasGroup));
  if (usable !== undefined) return { keyUse: usable.keyExchange === 'RSA' ? 'keyEncipherment' : 'digitalSignature' };
  const unrecognised = [...client.ciphers.unrecognised, ...server.ciphers.unrecognised];
  if (unrecognised.length > 0)
    return { kind: 'unknown', needs: unrecognised.map((name) => `what the cipher suites “${name}” are`) };
  if (shared.length > 0 && !hasGroup) return noGroup('NO_SHARED_CIPHER', client.groups, server.groups);
  const kind = key === undefined ? '' : ` that goes with the server’s ${key.kind} key`;
  return fail(
    'server',
    'no-common-cipher',
    'NO_SHARED_CIPHER',
    'handshake_failure',
    `there is no cipher suite in common${kind}`,
  );
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

function isUsable(suite: CipherSuite, versions: readonly TlsVersion[]): boolean {
  return versions.some((version) => version !== 'TLSv1_3' && isSince(version, suite.since));
}

function fail(
  by: 'client' | 'server',
  reason: HandshakeFailure,
  error: TlsReason,
  alert: Alert | undefined,
  detail: string,
): NegotiationFailure {
  const remote = alert === 'handshake_failure' ? refusedHello() : alert === undefined ? undefined : alertError(alert);
  return { kind: 'fails', by, reason, local: tlsError(error), ...(remote === undefined ? {} : { remote }), detail };
}
