/** Transport sockets and TLS contexts, in API v3. */
import type {
  DownstreamTls,
  SanMatcher,
  SecretReference,
  StringMatcher,
  TransportSocket,
  UpstreamTls,
  ValidationContext,
} from '../../envoy/model.ts';
import type { JsonObject } from '../../input/model.ts';
import { message, typed, unlessEmpty } from './message.ts';
import { writeCertificate, writeCrl, writeTrustedCa, type CertificateForm } from './write-certificates.ts';

const sockets = 'envoy.extensions.transport_sockets.';

/** `transport_socket`; undefined is raw_buffer. */
export function writeSocket(socket: TransportSocket | undefined, form: CertificateForm): JsonObject | undefined {
  if (socket === undefined) return undefined;
  const wrapping = (name: string, type: string, inner: TransportSocket): JsonObject =>
    named(name, typed(`${sockets}${type}`, { transport_socket: writeSocket(inner, form) }));
  switch (socket.kind) {
    case 'raw':
      return named('raw_buffer', typed(`${sockets}raw_buffer.v3.RawBuffer`));
    case 'tls':
      return socket.quic === true ? writeQuic(socket.tls, form) : named('tls', writeTls(socket.tls, form));
    case 'proxy-protocol':
      return wrapping('upstream_proxy_protocol', 'proxy_protocol.v3.ProxyProtocolUpstreamTransport', socket.inner);
    case 'starttls':
      return writeStartTls(socket.inner, form);
    case 'internal-upstream':
      return wrapping('internal_upstream', 'internal_upstream.v3.InternalUpstreamTransport', socket.inner);
    case 'wrapper':
      return wrapping(socket.name, wrapperTypes[socket.name] ?? 'tap.v3.Tap', socket.inner);
    case 'alts':
      return named('alts', typed(`${sockets}alts.v3.Alts`));
    case 'unrecognised':
      return socket.typeUrl === '' ? { name: '' } : { name: '', typed_config: typed(socket.typeUrl) };
  }
}

const wrapperTypes: Readonly<Record<string, string>> = {
  http_11_proxy: 'http_11_proxy.v3.Http11ProxyUpstreamTransport',
  tap: 'tap.v3.Tap',
  tcp_stats: 'tcp_stats.v3.Config',
};

function named(name: string, config: JsonObject): JsonObject {
  return { name: `envoy.transport_sockets.${name}`, typed_config: config };
}

function writeQuic(tls: UpstreamTls | DownstreamTls, form: CertificateForm): JsonObject {
  const type = tls.kind === 'upstream' ? 'QuicUpstreamTransport' : 'QuicDownstreamTransport';
  return named('quic', typed(`${sockets}quic.v3.${type}`, { [`${tls.kind}_tls_context`]: contextOf(tls, form) }));
}

/** Its TLS context stands in it without a socket around. */
function writeStartTls(inner: TransportSocket, form: CertificateForm): JsonObject {
  const tls = inner.kind === 'tls' ? inner.tls : undefined;
  const type = tls?.kind === 'downstream' ? 'StartTlsConfig' : 'UpstreamStartTlsConfig';
  const context = tls === undefined ? {} : contextOf(tls, form);
  return named('starttls', typed(`${sockets}starttls.v3.${type}`, { tls_socket_config: context }));
}

function writeTls(tls: UpstreamTls | DownstreamTls, form: CertificateForm): JsonObject {
  const type = tls.kind === 'upstream' ? 'UpstreamTlsContext' : 'DownstreamTlsContext';
  return typed(`${sockets}tls.v3.${type}`, contextOf(tls, form));
}

function contextOf(tls: UpstreamTls | DownstreamTls, form: CertificateForm): JsonObject {
  const common = { common_tls_context: unlessEmpty(writeCommon(tls, form)) };
  if (tls.kind === 'downstream') {
    return message({
      ...common,
      require_client_certificate: tls.requireClientCertificate,
      full_scan_certs_on_sni_mismatch: tls.fullScanCertsOnSniMismatch,
    });
  }
  const renegotiation = tls.allowRenegotiation === undefined ? {} : { allow_renegotiation: tls.allowRenegotiation };
  return {
    ...message({
      ...common,
      sni: tls.sni,
      auto_host_sni: tls.autoHostSni,
      auto_sni_san_validation: tls.autoSniSanValidation,
    }),
    ...renegotiation,
  };
}

function writeCommon(tls: UpstreamTls | DownstreamTls, form: CertificateForm): JsonObject {
  const { params } = tls;
  const lists = {
    ...(params.cipherSuites !== undefined && { cipher_suites: params.cipherSuites }),
    ...(params.ecdhCurves !== undefined && { ecdh_curves: params.ecdhCurves }),
    ...(params.signatureAlgorithms !== undefined && { signature_algorithms: params.signatureAlgorithms }),
  };
  const versions = message({
    tls_minimum_protocol_version: params.minimum,
    tls_maximum_protocol_version: params.maximum,
  });
  return message({
    tls_params: unlessEmpty({ ...versions, ...lists }),
    alpn_protocols: tls.alpn,
    tls_certificates: tls.certificates.map((each) => writeCertificate(each, form)),
    tls_certificate_sds_secret_configs: tls.certificateSecrets.map(writeReference),
    ...writeValidation(tls, form),
    ...writeProvider(tls.unrecognised),
  });
}

/** The oneof of validation: inline, a secret, or a secret on top of a default. */
function writeValidation(
  { validation, validationSecret }: UpstreamTls | DownstreamTls,
  form: CertificateForm,
): JsonObject {
  const inline = validation === undefined ? undefined : writeValidationContext(validation, form);
  const secret = validationSecret === undefined ? undefined : writeReference(validationSecret);
  if (secret === undefined) return inline === undefined ? {} : { validation_context: inline };
  if (inline === undefined) return { validation_context_sds_secret_config: secret };
  return {
    combined_validation_context: {
      default_validation_context: inline,
      validation_context_sds_secret_config: secret,
    },
  };
}

/** Certificates that come from a plugin: which one is all that is known. */
function writeProvider(unrecognised: string | undefined): JsonObject {
  if (unrecognised === undefined) return {};
  if (/^tls_certificate_[a-z_]*provider(?:_instance)?$/u.test(unrecognised)) return { [unrecognised]: {} };
  return { custom_tls_certificate_selector: { name: unrecognised } };
}

function writeReference({ name, sds }: SecretReference): JsonObject {
  return sds ? { name, sds_config: {} } : { name };
}

/** `CertificateValidationContext`, also the content of a secret. */
export function writeValidationContext(context: ValidationContext, form: CertificateForm): JsonObject {
  const { trustedCa, sans, sansField, crl, spiffe, unrecognisedValidator } = context;
  const isTyped = sansField === 'match_typed_subject_alt_names';
  return {
    ...message({
      match_typed_subject_alt_names: isTyped ? sans.map(writeSan) : [],
      match_subject_alt_names: isTyped ? [] : sans.map(({ matcher }) => writeMatcher(matcher)),
      verify_certificate_hash: context.certificateHashes,
      verify_certificate_spki: context.spkiHashes,
      trust_chain_verification: context.acceptUntrusted ? 'ACCEPT_UNTRUSTED' : undefined,
      allow_expired_certificate: context.allowExpired,
      only_verify_leaf_cert_crl: context.onlyVerifyLeafCrl,
      max_verify_depth: context.maxVerifyDepth,
    }),
    ...(trustedCa !== undefined && { trusted_ca: writeTrustedCa(trustedCa, form) }),
    ...(crl !== undefined && { crl: writeCrl(crl, form) }),
    ...(spiffe !== undefined && { custom_validator_config: writeSpiffe(spiffe, form) }),
    ...(unrecognisedValidator !== undefined && writeValidator(unrecognisedValidator)),
  };
}

function writeSpiffe(bundles: NonNullable<ValidationContext['spiffe']>, form: CertificateForm): JsonObject {
  return {
    name: 'envoy.tls.cert_validator.spiffe',
    typed_config: typed(`${sockets}tls.v3.SPIFFECertValidatorConfig`, {
      trust_domains: bundles.map(({ trustDomain, bundle }) => ({
        name: trustDomain,
        trust_bundle: writeTrustedCa(bundle, form),
      })),
    }),
  };
}

function writeValidator(name: string): JsonObject {
  if (name === 'ca_certificate_provider_instance' || name === 'system_root_certs') return { [name]: {} };
  return { custom_validator_config: { name } };
}

function writeSan({ type, matcher, oid }: SanMatcher): JsonObject {
  return message({ san_type: type === 'any' ? undefined : type, matcher: writeMatcher(matcher), oid });
}

/** `StringMatcher`; what was not understood stays without a pattern. */
export function writeMatcher({ kind, value, ignoreCase }: StringMatcher): JsonObject {
  const folded = ignoreCase === true ? { ignore_case: true } : {};
  switch (kind) {
    case 'exact':
    case 'prefix':
    case 'suffix':
    case 'contains':
      return { [kind]: value, ...folded };
    case 'regex':
      return { safe_regex: { regex: value }, ...folded };
    case 'unrecognised':
      return {};
  }
}
