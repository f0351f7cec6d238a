/** Facts of a transport socket. */
import { cipherList } from '../../envoy/tls/cipher-suites.ts';
import type { TlsSide } from '../../envoy/connection.ts';
import type {
  DownstreamTls,
  SanMatcher,
  TlsContext,
  TlsParameters,
  TransportSocket,
  UpstreamTls,
  ValidationContext,
} from '../../envoy/model.ts';
import { groupList, versionRange } from '../../envoy/tls/tls-parameters.ts';
import { anchorsText, chainText } from './certificate-text.ts';
import { factsOf, sorted, when, within, type Fact } from './fact.ts';

/** `path` is that of what holds the socket; `envoyVersion` chooses defaults, which are the same whether spelled out or not. */
export function socketFacts(socket: TransportSocket | undefined, path: string, envoyVersion: string): readonly Fact[] {
  const { kinds, inner } = unwrapped(socket);
  const kind = { name: 'transport_socket', value: kinds.join(' in '), path: `${path}/transport_socket` };
  if (inner?.kind !== 'tls') return [kind];
  const at = `${path}${inner.path}`;
  // API v2 has a field for TLS itself.
  const own = inner.path.startsWith('/transport_socket') ? kind : { ...kind, path: at };
  return [own, ...within('transport_socket', tlsFacts(inner.tls, at, envoyVersion))];
}

function unwrapped(socket: TransportSocket | undefined): {
  readonly kinds: readonly string[];
  readonly inner: TransportSocket | undefined;
} {
  const wrappers: string[] = [];
  let inner = socket;
  while (inner !== undefined && 'inner' in inner) {
    wrappers.unshift(inner.kind === 'wrapper' ? inner.name : inner.kind);
    inner = inner.inner;
  }
  return { kinds: [kindText(inner), ...wrappers], inner };
}

function kindText(socket: TransportSocket | undefined): string {
  switch (socket?.kind) {
    case undefined:
    case 'raw':
      return 'plaintext';
    case 'tls':
      return socket.quic === true ? 'QUIC' : 'TLS';
    case 'alts':
      return 'ALTS';
    case 'unrecognised':
      return socket.typeUrl;
    case 'proxy-protocol':
    case 'starttls':
    case 'internal-upstream':
    case 'wrapper':
      return socket.kind;
  }
}

function tlsFacts(tls: UpstreamTls | DownstreamTls, path: string, envoyVersion: string): readonly Fact[] {
  const common = `${path}/common_tls_context`;
  const { validation, validationSecret } = tls;
  const validated =
    validationSecret === undefined ? `${common}/validation_context` : `${common}/combined_validation_context`;
  return [
    ...factsOf(path, tls.kind === 'upstream' ? upstream(tls) : downstream(tls)),
    ...factsOf(`${common}/tls_params`, parameters(tls, envoyVersion)),
    ...factsOf(`${common}/alpn_protocols`, { alpn_protocols: tls.alpn.join(', ') }),
    ...factsOf(common, { certificate: certificates(tls) }),
    ...factsOf(validated, {
      validation_secret: validationSecret?.name,
      ...(validation === undefined ? {} : validationFacts(validation)),
    }),
  ];
}

function upstream(tls: UpstreamTls): Readonly<Record<string, string | undefined>> {
  return {
    sni: tls.sni,
    auto_host_sni: when(tls.autoHostSni),
    auto_sni_san_validation: when(tls.autoSniSanValidation),
    allow_renegotiation: when(tls.allowRenegotiation),
  };
}

function downstream(tls: DownstreamTls): Readonly<Record<string, string | undefined>> {
  return {
    require_client_certificate: when(tls.requireClientCertificate),
    full_scan_certs_on_sni_mismatch: when(tls.fullScanCertsOnSniMismatch),
  };
}

function parameters(
  tls: UpstreamTls | DownstreamTls,
  envoyVersion: string,
): Readonly<Record<string, string | undefined>> {
  const side = sideWith(tls.params, envoyVersion);
  const range = versionRange(side, tls.kind === 'upstream' ? 'client' : 'server');
  const [lowest, highest] = [range[0], range.at(-1)];
  return {
    tls_versions: lowest === undefined ? 'none' : lowest === highest ? lowest : `${lowest} to ${highest ?? ''}`,
    cipher_suites: cipherList(side)
      .suites.map(({ name }) => name)
      .join(', '),
    ecdh_curves: groupList(side).join(', '),
    signature_algorithms: tls.params.signatureAlgorithms?.join(', '),
  };
}

/** Defaults depend on the parameters and Envoy's version, and on nothing else of a side. */
function sideWith(params: TlsParameters, envoyVersion: string): TlsSide {
  return {
    params,
    certificates: 'none',
    alpn: [],
    requireClientCertificate: false,
    fullScanCertsOnSniMismatch: false,
    sni: '',
    extraSans: [],
    sansFromSni: false,
    envoyVersion,
    application: false,
  };
}

function certificates({ certificates: own, certificateSecrets, unrecognised }: TlsContext): string {
  return sorted([
    ...own.map(chainText),
    ...certificateSecrets.map(({ name }) => `secret ${name}`),
    ...(unrecognised === undefined ? [] : [unrecognised]),
  ]);
}

/** Also of a validation context that comes as a secret. */
export function validationFacts(context: ValidationContext): Readonly<Record<string, string | undefined>> {
  return {
    trusted_ca: context.trustedCa === undefined ? undefined : anchorsText(context.trustedCa),
    subject_alt_names: sorted(context.sans.map(sanText)),
    verify_certificate_hash: sorted(context.certificateHashes),
    verify_certificate_spki: sorted(context.spkiHashes),
    accept_untrusted: when(context.acceptUntrusted),
    allow_expired_certificate: when(context.allowExpired),
    crl: context.crl === undefined ? undefined : 'given',
    only_verify_leaf_cert_crl: when(context.onlyVerifyLeafCrl),
    max_verify_depth: context.maxVerifyDepth?.toString(),
    spiffe_trust_domains: context.spiffe === undefined ? undefined : sorted(context.spiffe.map(spiffeText)),
    custom_validator_config: context.unrecognisedValidator,
  };
}

function spiffeText({ trustDomain, bundle }: NonNullable<ValidationContext['spiffe']>[number]): string {
  return `${trustDomain} ${anchorsText(bundle)}`;
}

/** Which list a name stands in is spelling; what it matches is not. */
function sanText({ type, matcher }: SanMatcher): string {
  const folded = matcher.ignoreCase === true ? ' (any case)' : '';
  return `${type === 'any' ? '' : `${type} `}${matcher.kind} ${matcher.value}${folded}`;
}
