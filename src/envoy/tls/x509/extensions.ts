/** The X.509 v3 extensions that decide whether a certificate is accepted (RFC 5280, BoringSSL's `v3_purp.cc`). */
import {
  bitSet,
  childrenOf,
  contentsOf,
  hex,
  integerHex,
  oidText,
  readElement,
  readElements,
  tags,
  type DerElement,
} from './der.ts';
import { readGeneralName, readGeneralNames, type GeneralName } from './general-names.ts';
import { nameKey } from './names.ts';
import { readNameConstraints, type NameConstraints } from './name-constraints.ts';

/** Who signed, as far as the certificate names its issuer's key. */
export interface AuthorityKey {
  readonly keyId?: string;
  readonly serialNumber?: string;
  /** `nameKey` of the issuer of the issuer's certificate. */
  readonly issuer?: string;
}

export interface Extensions {
  readonly ca: boolean;
  readonly pathLength?: number;
  readonly keyUsage?: readonly string[];
  readonly extendedKeyUsage?: readonly string[];
  readonly subjectKeyId?: string;
  readonly authorityKey?: AuthorityKey;
  /** Undefined when there is no such extension: then no matcher is tried. */
  readonly subjectAltNames?: readonly GeneralName[];
  readonly nameConstraints?: NameConstraints;
  readonly crlDistributionPoints: readonly string[];
  /** A critical extension that BoringSSL does not implement. */
  readonly unknownCritical: boolean;
  /** A combination that BoringSSL refuses as a whole (a path length in a certificate that is no CA). */
  readonly invalid: boolean;
}

const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

const purposes: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
};

/** `X509_supported_extension`: critical ones outside of this list make a certificate unusable. */
const supported = new Set([
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.30',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.37',
  '2.5.29.54',
]);

export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** The entries of an `Extensions` SEQUENCE; none when there is no such element. Throws DerError. */
export function readRawExtensions(sequence: DerElement | undefined): RawExtension[] {
  if (sequence === undefined) return [];
  return childrenOf(sequence, tags.sequence).map((extension) => {
    const parts = childrenOf(extension, tags.sequence);
    return {
      oid: oidText(contentsOf(parts[0], tags.oid)),
      critical: parts[1]?.tag === tags.boolean && parts[1].contents[0] !== 0,
      value: contentsOf(parts.at(-1), tags.octetString),
    };
  });
}

/** Throws DerError where an extension does not have the form its identifier promises. */
export function readExtensions(extensions: readonly RawExtension[]): Extensions {
  const value = (oid: string) => extensions.find((extension) => extension.oid === oid)?.value;
  const basic = read(value('2.5.29.19'), readBasicConstraints);
  const keyUsage = read(value('2.5.29.15'), readKeyUsage);
  const extendedKeyUsage = read(value('2.5.29.37'), readExtendedKeyUsage);
  const subjectKeyId = read(value('2.5.29.14'), (bytes) => hex(contentsOf(readElement(bytes), tags.octetString)));
  const authorityKey = read(value('2.5.29.35'), readAuthorityKey);
  const subjectAltNames = read(value('2.5.29.17'), readGeneralNames);
  const nameConstraints = read(value('2.5.29.30'), readNameConstraints);
  return {
    ca: basic?.ca === true,
    ...(basic?.pathLength === undefined ? {} : { pathLength: basic.pathLength }),
    ...(keyUsage === undefined ? {} : { keyUsage }),
    ...(extendedKeyUsage === undefined ? {} : { extendedKeyUsage }),
    ...(subjectKeyId === undefined ? {} : { subjectKeyId }),
    ...(authorityKey === undefined ? {} : { authorityKey }),
    ...(subjectAltNames === undefined ? {} : { subjectAltNames }),
    ...(nameConstraints === undefined ? {} : { nameConstraints }),
    crlDistributionPoints: read(value('2.5.29.31'), readDistributionPoints) ?? [],
    unknownCritical: extensions.some(({ critical, oid }) => critical && !supported.has(oid)),
    invalid: basic?.pathLength !== undefined && !basic.ca,
  };
}

function read<T>(value: Uint8Array | undefined, reader: (value: Uint8Array) => T): T | undefined {
  return value === undefined ? undefined : reader(value);
}

function readBasicConstraints(value: Uint8Array): { ca: boolean; pathLength?: number } {
  const parts = childrenOf(readElement(value), tags.sequence);
  const ca = parts.some(({ tag, contents }) => tag === tags.boolean && contents[0] !== 0);
  const length = parts.find(({ tag }) => tag === tags.integer);
  return length === undefined ? { ca } : { ca, pathLength: Number.parseInt(integerHex(length.contents), 16) };
}

function readKeyUsage(value: Uint8Array): string[] {
  const bits = contentsOf(readElement(value), tags.bitString);
  return keyUsages.filter((_, index) => bitSet(bits, index));
}

function readExtendedKeyUsage(value: Uint8Array): string[] {
  return childrenOf(readElement(value), tags.sequence).map((purpose) => {
    const oid = oidText(contentsOf(purpose, tags.oid));
    return purposes[oid] ?? oid;
  });
}

/** `AuthorityKeyIdentifier`, of a certificate or a CRL. Throws DerError. */
export function readAuthorityKey(value: Uint8Array): AuthorityKey {
  const parts = childrenOf(readElement(value), tags.sequence);
  const keyId = parts.find(({ tag }) => tag === 0x80);
  const issuers = parts.find(({ tag }) => tag === 0xa1);
  const serial = parts.find(({ tag }) => tag === 0x82);
  const issuer =
    issuers === undefined
      ? undefined
      : readElements(issuers.contents)
          .map(readGeneralName)
          .find(({ type }) => type === 'DIRECTORY');
  return {
    ...(keyId === undefined ? {} : { keyId: hex(keyId.contents) }),
    ...(serial === undefined ? {} : { serialNumber: integerHex(serial.contents) }),
    ...(issuer === undefined ? {} : { issuer: nameKey(issuer.text) }),
  };
}

function readDistributionPoints(value: Uint8Array): string[] {
  return childrenOf(readElement(value), tags.sequence).flatMap((point) => {
    const name = childrenOf(point, tags.sequence).find(({ tag }) => tag === 0xa0);
    return name === undefined ? [] : distributionPointUris(name);
  });
}

/** The URIs of a `DistributionPointName`. Throws DerError. */
export function distributionPointUris(name: DerElement): string[] {
  const full = readElements(name.contents).find(({ tag }) => tag === 0xa0);
  if (full === undefined) return [];
  return readElements(full.contents)
    .map(readGeneralName)
    .flatMap(({ type, text }) => (type === 'URI' ? [text] : []));
}
