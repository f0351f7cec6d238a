/** Certificate revocation lists (RFC 5280, 5). */
import { childrenOf, contentsOf, DerError, integerHex, readElement, readElements, tags, timeText } from './der.ts';
import {
  distributionPointUris,
  readAuthorityKey,
  readRawExtensions,
  type AuthorityKey,
  type RawExtension,
} from './extensions.ts';
import { nameKey, nameText } from './names.ts';
import type { Signed } from './public-key.ts';

export interface Crl extends Signed {
  /** `nameKey`. */
  readonly issuer: string;
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
  /** Serial numbers, lower-case hex. */
  readonly revoked: ReadonlySet<string>;
  readonly authorityKey?: AuthorityKey;
  readonly scope: CrlScope;
  /** A critical extension, of the list or of an entry, that BoringSSL does not implement. */
  readonly unknownCritical: boolean;
}

/** `issuingDistributionPoint`. */
export interface CrlScope {
  readonly onlyUsers: boolean;
  readonly onlyCas: boolean;
  /** Attribute certificates, reasons, indirect lists, or contradictory bits: such a list is not used. */
  readonly unusable: boolean;
  /** Tied to these distribution points (URIs); undefined when it is not. */
  readonly distributionPoints?: readonly string[];
}

/** Reads the DER of one list; undefined when it is none. */
export function readCrl(der: Uint8Array): Crl | undefined {
  try {
    return parse(der);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function parse(der: Uint8Array): Crl {
  const [body, algorithm, signature] = childrenOf(readElement(der), tags.sequence);
  const fields = childrenOf(body, tags.sequence);
  if (fields[0]?.tag === tags.integer) fields.shift();
  const [, issuer, thisUpdate, ...optional] = fields;
  const nextUpdate = optional.find(({ tag }) => tag === tags.utcTime || tag === tags.generalizedTime);
  const entries = optional.find(({ tag }) => tag === tags.sequence);
  const wrapped = optional.find(({ tag }) => tag === 0xa0);
  const extensions = readRawExtensions(wrapped === undefined ? undefined : readElement(wrapped.contents));
  if (body === undefined || algorithm === undefined) throw new DerError('a field is missing');
  let unknownCritical = extensions.some(({ critical, oid }) => critical && oid !== '2.5.29.28' && oid !== '2.5.29.35');
  const revoked = new Set<string>();
  for (const entry of entries === undefined ? [] : readElements(entries.contents)) {
    const [serial, , entryExtensions] = childrenOf(entry, tags.sequence);
    revoked.add(integerHex(contentsOf(serial, tags.integer)));
    unknownCritical ||= readRawExtensions(entryExtensions).some(({ critical }) => critical);
  }
  const authority = extensions.find(({ oid }) => oid === '2.5.29.35');
  return {
    issuer: nameKey(nameText(issuer)),
    thisUpdate: timeText(thisUpdate),
    ...(nextUpdate === undefined ? {} : { nextUpdate: timeText(nextUpdate) }),
    revoked,
    ...(authority === undefined ? {} : { authorityKey: readAuthorityKey(authority.value) }),
    scope: readScope(extensions.find(({ oid }) => oid === '2.5.29.28')),
    unknownCritical,
    body: body.whole,
    algorithm: algorithm.whole,
    signature: contentsOf(signature, tags.bitString).subarray(1),
  };
}

function readScope(extension: RawExtension | undefined): CrlScope {
  const parts = extension === undefined ? [] : childrenOf(readElement(extension.value), tags.sequence);
  const flag = (tag: number) => parts.some((part) => part.tag === tag && part.contents[0] !== 0);
  const onlyUsers = flag(0x81);
  const onlyCas = flag(0x82);
  const point = parts.find(({ tag }) => tag === 0xa0);
  return {
    onlyUsers,
    onlyCas,
    unusable: flag(0x84) || flag(0x85) || parts.some(({ tag }) => tag === 0x83) || (onlyUsers && onlyCas),
    ...(point === undefined ? {} : { distributionPoints: distributionPointUris(point) }),
  };
}
