/** `CertificateValidationContext`: merging its parts, and finding its anchors and revocation lists. */
import { anchorsOf, holdsCrl } from './certificates.ts';
import type { PeerValidation } from '../connection.ts';
import type { DataSource, ValidationContext } from '../model.ts';

/** A context that asks for nothing. */
export const emptyValidation: ValidationContext = {
  sans: [],
  certificateHashes: [],
  spkiHashes: [],
  acceptUntrusted: false,
  allowExpired: false,
  onlyVerifyLeafCrl: false,
};

/**
 * `combined_validation_context`: the secret merged into the default, as protobuf's MergeFrom does. Lists are
 * concatenated, so a secret's SANs widen what the default accepts.
 */
export function mergeValidation(base: ValidationContext, secret: ValidationContext): ValidationContext {
  const maxVerifyDepth = secret.maxVerifyDepth ?? base.maxVerifyDepth;
  const trustedCa = secret.trustedCa ?? base.trustedCa;
  const crl = secret.crl ?? base.crl;
  const spiffe = secret.spiffe ?? base.spiffe;
  const unrecognisedValidator = secret.unrecognisedValidator ?? base.unrecognisedValidator;
  return {
    ...mergeSans(base, secret),
    certificateHashes: [...base.certificateHashes, ...secret.certificateHashes],
    spkiHashes: [...base.spkiHashes, ...secret.spkiHashes],
    acceptUntrusted: base.acceptUntrusted || secret.acceptUntrusted,
    allowExpired: base.allowExpired || secret.allowExpired,
    onlyVerifyLeafCrl: base.onlyVerifyLeafCrl || secret.onlyVerifyLeafCrl,
    ...(maxVerifyDepth === undefined ? {} : { maxVerifyDepth }),
    ...(trustedCa === undefined ? {} : { trustedCa }),
    ...(crl === undefined ? {} : { crl }),
    ...(spiffe === undefined ? {} : { spiffe }),
    ...(unrecognisedValidator === undefined ? {} : { unrecognisedValidator }),
  };
}

/** Typed matchers make Envoy overlook untyped ones. */
function mergeSans(base: ValidationContext, secret: ValidationContext): Pick<ValidationContext, 'sans' | 'sansField'> {
  const parts = [base, secret].filter(({ sans }) => sans.length > 0);
  const typed = parts.filter(({ sansField }) => sansField === 'match_typed_subject_alt_names');
  const used = typed.length > 0 ? typed : parts;
  const field = used[0]?.sansField;
  return { sans: used.flatMap(({ sans }) => sans), ...(field === undefined ? {} : { sansField: field }) };
}

/** A merged context with its anchors and lists looked up. */
export function peerValidation(context: ValidationContext): PeerValidation {
  const source = context.trustedCa?.source;
  const bundled = source?.kind === 'inline' && holdsCrl(source.pem) ? [source.pem] : [];
  const crls = context.crl === undefined ? [] : crlText(context.crl);
  return {
    context,
    anchors: findAnchors(context),
    crls: crls === 'unseen' ? 'unseen' : [...crls, ...bundled],
  };
}

function findAnchors({ trustedCa }: ValidationContext): PeerValidation['anchors'] {
  if (trustedCa === undefined) return 'none';
  const { source, facts } = trustedCa;
  if (source?.kind === 'inline' && source.pem.trim() === '' && facts === undefined) return 'none';
  return anchorsOf(trustedCa);
}

function crlText(crl: DataSource): string[] | 'unseen' {
  return crl.kind === 'inline' ? [crl.pem] : 'unseen';
}
