/**
 * `UpstreamTlsContext` and `DownstreamTlsContext`, v2 and v3, with the `CommonTlsContext` inside. Secrets are
 * referred to, not looked up: a TLS context knows no proxy.
 */
import type { JsonObject } from '../../input/model.ts';
import { readExtension } from './extension.ts';
import { flag, has, message, messageOrEmpty, messages, text, texts } from './fields.ts';
import type { Interned } from '../intern.ts';
import type {
  DownstreamTls,
  SecretReference,
  TlsCertificate,
  TlsContext,
  TlsParameters,
  TlsVersion,
  UpstreamTls,
} from '../model.ts';
import { present } from '../present.ts';
import { readChain } from './data-source.ts';
import { readValidationContext } from './validation-context.ts';

const versions: readonly TlsVersion[] = ['TLSv1_0', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'];
/** Certificates from plugins: which ones a dump does not say. */
const certificateProviders = [
  'tls_certificate_certificate_provider',
  'tls_certificate_certificate_provider_instance',
  'tls_certificate_provider_instance',
];

export function readUpstreamTls(context: JsonObject, interned: Interned): UpstreamTls {
  return present({
    kind: 'upstream' as const,
    ...readCommon(context, interned),
    sni: text(context, 'sni') ?? '',
    autoHostSni: flag(context, 'auto_host_sni') ?? false,
    autoSniSanValidation: flag(context, 'auto_sni_san_validation') ?? false,
    allowRenegotiation: flag(context, 'allow_renegotiation'),
  });
}

export function readDownstreamTls(context: JsonObject, interned: Interned): DownstreamTls {
  return {
    kind: 'downstream',
    ...readCommon(context, interned),
    requireClientCertificate: flag(context, 'require_client_certificate') ?? false,
    fullScanCertsOnSniMismatch: flag(context, 'full_scan_certs_on_sni_mismatch') ?? false,
  };
}

function readCommon(context: JsonObject, interned: Interned): TlsContext {
  const common = messageOrEmpty(context, 'common_tls_context');
  return interned.of('CommonTlsContext', common, () => readCommonTlsContext(common));
}

function readCommonTlsContext(common: JsonObject): TlsContext {
  return present({
    params: readTlsParameters(messageOrEmpty(common, 'tls_params')),
    alpn: texts(common, 'alpn_protocols'),
    certificates: messages(common, 'tls_certificates').filter(isUsed).map(readTlsCertificate),
    certificateSecrets: messages(common, 'tls_certificate_sds_secret_configs').map(readSecretReference),
    ...readValidation(common),
    unrecognised: unknownSourceOfCertificates(common),
  });
}

function readTlsParameters(params: JsonObject): TlsParameters {
  const version = (name: string): TlsVersion | undefined => versions.find((known) => known === text(params, name));
  const listIfGiven = (name: string): readonly string[] | undefined =>
    has(params, name) ? texts(params, name) : undefined;
  return present({
    minimum: version('tls_minimum_protocol_version'),
    maximum: version('tls_maximum_protocol_version'),
    cipherSuites: listIfGiven('cipher_suites'),
    ecdhCurves: listIfGiven('ecdh_curves'),
    signatureAlgorithms: listIfGiven('signature_algorithms'),
  });
}

/** `tls_certificate` of a context or of a secret. The private key is not looked at. */
export function readTlsCertificate(certificate: JsonObject): TlsCertificate {
  return readChain(message(certificate, 'certificate_chain'));
}

/** Envoy skips an entry that has none of these (source/common/tls/context_config_impl.cc). */
function isUsed(certificate: JsonObject): boolean {
  return ['certificate_chain', 'private_key', 'private_key_provider', 'pkcs12'].some((name) => has(certificate, name));
}

/** Without `sds_config` the name is that of a static secret. */
function readSecretReference(config: JsonObject): SecretReference {
  return { name: text(config, 'name') ?? '', sds: has(config, 'sds_config') };
}

/** The oneof `validation_context_type`. */
function readValidation(common: JsonObject): Pick<TlsContext, 'validation' | 'validationSecret'> {
  const combined = message(common, 'combined_validation_context');
  const inline =
    combined === undefined ? message(common, 'validation_context') : message(combined, 'default_validation_context');
  const secret = message(combined ?? common, 'validation_context_sds_secret_config');
  return present({
    validation: inline === undefined ? undefined : readValidationContext(inline),
    validationSecret: secret === undefined ? undefined : readSecretReference(secret),
  });
}

function unknownSourceOfCertificates(common: JsonObject): string | undefined {
  const selector = message(common, 'custom_tls_certificate_selector');
  if (selector !== undefined) {
    const { type, name } = readExtension(selector);
    return type || name || 'custom_tls_certificate_selector';
  }
  return certificateProviders.find((name) => has(common, name));
}
