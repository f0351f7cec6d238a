/** One certificate, from its bytes or from the facts that stand in its place in a redacted dump. */
import { createHash } from 'node:crypto';
import type { CertificateFacts } from '../../model.ts';
import { childrenOf, contentsOf, DerError, integerHex, readElement, tags, timeText } from './der.ts';
import { readExtensions, readRawExtensions, type AuthorityKey, type Extensions } from './extensions.ts';
import type { GeneralName } from './general-names.ts';
import { commonNames, nameKey, nameText, valuesOf } from './names.ts';
import { keyTypeFromText, keyTypeText, readKeyType, type KeyType, type Signed } from './public-key.ts';

export interface Certificate {
  readonly facts: CertificateFacts;
  /** `nameKey` of subject and issuer. */
  readonly subject: string;
  readonly issuer: string;
  /** Undefined where only facts are at hand that do not say it. */
  readonly key?: KeyType;
  /** Common names of the subject, for matching server names. */
  readonly commonNames: readonly string[];
  readonly extensions: Extensions;
  /** Version 1 has no extensions; a self-signed one counts as a CA. */
  readonly version: number;
  /** What signatures are checked with; undefined for facts. */
  readonly bytes?: Signed & { readonly der: Uint8Array; readonly spki: Uint8Array };
}

/** Bytes that are no certificate, and why. */
export interface UnreadableCertificate {
  readonly unreadable: string;
}

/** Reads the DER of one certificate (RFC 5280). */
export function readCertificate(der: Uint8Array): Certificate | UnreadableCertificate {
  try {
    return parse(der);
  } catch (error) {
    if (error instanceof DerError) return { unreadable: error.message };
    throw error;
  }
}

function parse(der: Uint8Array): Certificate {
  const [body, algorithm, signature] = childrenOf(readElement(der), tags.sequence);
  const fields = childrenOf(body, tags.sequence);
  const explicitVersion = fields[0]?.tag === 0xa0 ? fields.shift() : undefined;
  const version =
    explicitVersion === undefined
      ? 1
      : Number.parseInt(integerHex(contentsOf(readElement(explicitVersion.contents), tags.integer)), 16) + 1;
  const [serial, , issuerName, validity, subjectName, spki, ...optional] = fields;
  const [notBefore, notAfter] = childrenOf(validity, tags.sequence);
  const wrapped = optional.find(({ tag }) => tag === 0xa3);
  const extensions = readExtensions(
    readRawExtensions(wrapped === undefined ? undefined : readElement(wrapped.contents)),
  );
  if (body === undefined || algorithm === undefined || spki === undefined) throw new DerError('a field is missing');
  const key = readKeyType(spki);
  const subject = nameText(subjectName);
  const issuer = nameText(issuerName);
  const whole = readElement(der).whole;
  const facts: CertificateFacts = {
    subject,
    issuer,
    serialNumber: integerHex(contentsOf(serial, tags.integer)),
    fingerprint: sha256(whole),
    publicKey: sha256(spki.whole),
    ...(extensions.subjectKeyId === undefined ? {} : { subjectKeyId: extensions.subjectKeyId }),
    ...(extensions.authorityKey?.keyId === undefined ? {} : { authorityKeyId: extensions.authorityKey.keyId }),
    ...namesByType(extensions.subjectAltNames ?? []),
    ...(extensions.subjectAltNames === undefined
      ? {}
      : { subjectAltNames: extensions.subjectAltNames.map(({ text }) => text) }),
    notBefore: timeText(notBefore),
    notAfter: timeText(notAfter),
    ca: extensions.ca,
    ...(extensions.pathLength === undefined ? {} : { pathLength: extensions.pathLength }),
    keyType: keyTypeText(key),
    ...(extensions.extendedKeyUsage === undefined ? {} : { extendedKeyUsage: extensions.extendedKeyUsage }),
    ...(extensions.keyUsage === undefined ? {} : { keyUsage: extensions.keyUsage }),
  };
  return {
    facts,
    subject: nameKey(subject),
    issuer: nameKey(issuer),
    key,
    commonNames: commonNames(subjectName),
    extensions,
    version,
    bytes: {
      der: whole,
      spki: spki.whole,
      body: body.whole,
      algorithm: algorithm.whole,
      signature: contentsOf(signature, tags.bitString).subarray(1),
    },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function namesByType(
  names: readonly GeneralName[],
): Pick<CertificateFacts, 'uris' | 'dnsNames' | 'ipAddresses' | 'emails'> {
  const of = (type: GeneralName['type']) => names.flatMap((name) => (name.type === type ? [name.text] : []));
  const emails = of('EMAIL');
  return {
    uris: of('URI'),
    dnsNames: of('DNS'),
    ipAddresses: of('IP_ADDRESS'),
    ...(emails.length === 0 ? {} : { emails }),
  };
}

/** A certificate of which only facts are known. Its signature cannot be checked. */
export function certificateFromFacts(facts: CertificateFacts): Certificate {
  const key = facts.keyType === undefined ? undefined : keyTypeFromText(facts.keyType);
  const authorityKey: AuthorityKey | undefined =
    facts.authorityKeyId === undefined ? undefined : { keyId: facts.authorityKeyId };
  const names = namesOf(facts);
  return {
    facts,
    subject: nameKey(facts.subject),
    issuer: nameKey(facts.issuer),
    ...(key === undefined ? {} : { key }),
    commonNames: valuesOf(facts.subject, 'CN'),
    extensions: {
      ca: facts.ca,
      ...(facts.pathLength === undefined ? {} : { pathLength: facts.pathLength }),
      ...(facts.keyUsage === undefined ? {} : { keyUsage: facts.keyUsage }),
      ...(facts.extendedKeyUsage === undefined ? {} : { extendedKeyUsage: facts.extendedKeyUsage }),
      ...(facts.subjectKeyId === undefined ? {} : { subjectKeyId: facts.subjectKeyId }),
      ...(authorityKey === undefined ? {} : { authorityKey }),
      ...(names.length === 0 ? {} : { subjectAltNames: names }),
      crlDistributionPoints: [],
      unknownCritical: false,
      invalid: false,
    },
    version: 3,
  };
}

/** The names in the certificate's order where the facts keep it, else by type. */
function namesOf(facts: CertificateFacts): GeneralName[] {
  const typed: GeneralName[] = [
    ...facts.uris.map((text) => ({ type: 'URI' as const, text })),
    ...facts.dnsNames.map((text) => ({ type: 'DNS' as const, text })),
    ...facts.ipAddresses.map((text) => ({ type: 'IP_ADDRESS' as const, text })),
    ...(facts.emails ?? []).map((text) => ({ type: 'EMAIL' as const, text })),
  ];
  const ordered = facts.subjectAltNames ?? [];
  const rest = [...typed];
  const inOrder = ordered.map((text): GeneralName => {
    const at = rest.findIndex((name) => name.text === text);
    return rest.splice(at < 0 ? rest.length : at, 1)[0] ?? { type: 'OTHER_NAME', text };
  });
  return [...inOrder, ...rest];
}
