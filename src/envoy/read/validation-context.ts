/**
 * `CertificateValidationContext` (envoy/extensions/transport_sockets/tls/v3/common.proto) and its predecessors:
 * whom a side trusts and which names it accepts.
 */
import type { JsonObject } from '../../input/model.ts';
import { extensionKind, readExtension } from './extension.ts';
import { flag, has, message, messages, number, text, texts } from './fields.ts';
import type { SanMatcher, ValidationContext } from '../model.ts';
import { present } from '../present.ts';
import { readDataSource, readTrustedCa } from './data-source.ts';
import { readSpiffeBundles } from './spiffe-validator.ts';
import { readStringMatcher } from './string-matcher.ts';

const sanTypes = ['DNS', 'URI', 'EMAIL', 'IP_ADDRESS', 'OTHER_NAME'] as const;
const exactListFields = ['verify_subject_alt_name', 'hidden_envoy_deprecated_verify_subject_alt_name'] as const;

export function readValidationContext(context: JsonObject): ValidationContext {
  const trustedCa = message(context, 'trusted_ca');
  const crl = message(context, 'crl');
  return present({
    trustedCa: trustedCa === undefined ? undefined : readTrustedCa(trustedCa),
    ...readSans(context),
    certificateHashes: texts(context, 'verify_certificate_hash'),
    spkiHashes: texts(context, 'verify_certificate_spki'),
    acceptUntrusted: text(context, 'trust_chain_verification') === 'ACCEPT_UNTRUSTED',
    allowExpired: flag(context, 'allow_expired_certificate') ?? false,
    crl: crl === undefined ? undefined : readDataSource(crl),
    onlyVerifyLeafCrl: flag(context, 'only_verify_leaf_cert_crl') ?? false,
    maxVerifyDepth: number(context, 'max_verify_depth'),
    ...readValidator(context),
  });
}

/**
 * `match_typed_subject_alt_names` hides the other two (context_impl in source/common/ssl); between 1.13 and 1.17
 * the untyped list and v2's list of exact names stood side by side, and either could match.
 */
function readSans(context: JsonObject): Pick<ValidationContext, 'sans' | 'sansField'> {
  const typed = messages(context, 'match_typed_subject_alt_names').map(readTypedSan);
  if (typed.length > 0) return { sans: typed, sansField: 'match_typed_subject_alt_names' };
  const untyped = messages(context, 'match_subject_alt_names').map((matcher): SanMatcher => ({
    type: 'any',
    matcher: readStringMatcher(matcher),
  }));
  const exact = exactListFields
    .flatMap((name) => texts(context, name))
    .map((value): SanMatcher => ({ type: 'any', matcher: { kind: 'exact', value } }));
  if (untyped.length > 0) return { sans: [...untyped, ...exact], sansField: 'match_subject_alt_names' };
  return exact.length > 0 ? { sans: exact, sansField: 'verify_subject_alt_name' } : { sans: [] };
}

function readTypedSan(entry: JsonObject): SanMatcher {
  const written = text(entry, 'san_type');
  const matcher = message(entry, 'matcher');
  return present({
    type: sanTypes.find((type) => type === written) ?? ('any' as const),
    matcher: matcher === undefined ? { kind: 'unrecognised' as const, value: '' } : readStringMatcher(matcher),
    oid: text(entry, 'oid'),
  });
}

/** `custom_validator_config`, and sources of anchors that Envoy leaves to others. */
function readValidator(context: JsonObject): Pick<ValidationContext, 'spiffe' | 'unrecognisedValidator'> {
  const custom = message(context, 'custom_validator_config');
  if (custom !== undefined) {
    const extension = readExtension(custom);
    const isSpiffe =
      extension.type.endsWith('.SPIFFECertValidatorConfig') ||
      (extension.type === '' && extensionKind(extension) === 'spiffe');
    const spiffe = isSpiffe ? readSpiffeBundles(extension.config) : undefined;
    return spiffe === undefined ? { unrecognisedValidator: extension.type || extension.name } : { spiffe };
  }
  for (const provider of ['ca_certificate_provider_instance', 'system_root_certs']) {
    if (has(context, provider)) return { unrecognisedValidator: provider };
  }
  return {};
}
