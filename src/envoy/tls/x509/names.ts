/** Distinguished names: as text for people, and in the form that BoringSSL compares. */
import { childrenOf, contentsOf, hex, oidText, stringText, tags, type DerElement } from './der.ts';

const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.46': 'dnQualifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/** A `Name` as RFC 2253 text, most specific part first, as Envoy prints it (`X509_NAME_print_ex`). Throws DerError. */
export function nameText(name: DerElement | undefined): string {
  return childrenOf(name, tags.sequence)
    .toReversed()
    .map((rdn) => childrenOf(rdn, tags.set).toReversed().map(attributeText).join('+'))
    .join(',');
}

function attributeText(attribute: DerElement): string {
  const [type, value] = childrenOf(attribute, tags.sequence);
  const oid = oidText(contentsOf(type, tags.oid));
  return `${shortNames[oid] ?? oid}=${value === undefined ? '' : valueText(value)}`;
}

/** What is no text is written as it stands in the certificate (`ASN1_STRFLGS_DUMP_UNKNOWN`). */
function valueText(value: DerElement): string {
  const text = stringText(value);
  return text === undefined ? `#${hex(value.whole)}` : escapeValue(text);
}

function escapeValue(text: string): string {
  return text.replaceAll(/[\\",+<>;]|^[ #]| $/gu, (character) => `\\${character}`);
}

/** The common names in a `Name`, in order. Throws DerError. */
export function commonNames(name: DerElement | undefined): string[] {
  return childrenOf(name, tags.sequence).flatMap((rdn) =>
    childrenOf(rdn, tags.set).flatMap((attribute) => {
      const [type, value] = childrenOf(attribute, tags.sequence);
      const isCommonName = oidText(contentsOf(type, tags.oid)) === '2.5.4.3';
      const text = value === undefined ? undefined : stringText(value);
      return isCommonName && text !== undefined ? [text] : [];
    }),
  );
}

/** The values of one attribute in a name's text. */
export function valuesOf(text: string, attribute: string): string[] {
  return [...text.matchAll(/(?:^|[,+])(?<type>[^=,+]+)=(?<value>(?:[^,+\\]|\\.)*)/gu)].flatMap(({ groups }) =>
    groups?.['type'] === attribute ? [(groups['value'] ?? '').replaceAll(/\\(.)/gu, '$1')] : [],
  );
}

/**
 * Two names are the same when these are. As `X509_NAME_cmp`: case and repeated blanks do not count.
 * Works on the text, so that a certificate compares with facts that stand in place of one.
 */
export function nameKey(text: string): string {
  return text.replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase()).replaceAll(/\s+/gu, ' ');
}
