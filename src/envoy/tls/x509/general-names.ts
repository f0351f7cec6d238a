/** Subject alternative names as Envoy sees them (`Utility::generalNameAsString`, source/common/tls/utility.cc). */
import { formatIp } from '../../ip.ts';
import {
  childrenOf,
  contentsOf,
  oidText,
  readElement,
  readElements,
  stringText,
  tags,
  type DerElement,
} from './der.ts';
import { nameText } from './names.ts';

export type GeneralNameType = 'DNS' | 'URI' | 'EMAIL' | 'IP_ADDRESS' | 'OTHER_NAME' | 'DIRECTORY' | 'OTHER';

export interface GeneralName {
  readonly type: GeneralNameType;
  /** What matchers are applied to. Empty for types that Envoy does not print. */
  readonly text: string;
  /** Type identifier of an `otherName`; undefined where only facts are known. */
  readonly oid?: string;
}

/** The names in a `GeneralNames` value (an extension's contents). Throws DerError. */
export function readGeneralNames(value: Uint8Array): GeneralName[] {
  return childrenOf(readElement(value), tags.sequence).map(readGeneralName);
}

/** One `GeneralName`. Throws DerError. */
export function readGeneralName(element: DerElement): GeneralName {
  const text = Buffer.from(element.contents).toString('utf8');
  switch (element.tag & 0x1f) {
    case 0: {
      const [type, value] = readElements(element.contents);
      const inner = value === undefined ? undefined : readElements(value.contents)[0];
      return {
        type: 'OTHER_NAME',
        text: inner === undefined ? '' : otherNameText(inner),
        oid: oidText(contentsOf(type, tags.oid)),
      };
    }
    case 1:
      return { type: 'EMAIL', text };
    case 2:
      return { type: 'DNS', text };
    case 4:
      return { type: 'DIRECTORY', text: nameText(readElements(element.contents)[0]) };
    case 6:
      return { type: 'URI', text };
    case 7:
      return { type: 'IP_ADDRESS', text: addressText(element.contents) };
    default:
      return { type: 'OTHER', text: '' };
  }
}

function otherNameText(value: DerElement): string {
  switch (value.tag) {
    case tags.null:
      return '';
    case tags.boolean:
      return value.contents[0] === 0 ? 'false' : 'true';
    case tags.integer:
    case tags.enumerated:
      return signedDecimal(value.contents);
    case tags.oid:
      return oidText(value.contents);
    case tags.bitString:
      return Buffer.from(value.contents.subarray(1)).toString('utf8');
    case tags.bmpString:
    case tags.universalString:
      return stringText(value) ?? '';
    default:
      return Buffer.from(value.contents).toString('utf8');
  }
}

function signedDecimal(contents: Uint8Array): string {
  if (contents.length === 0 || contents.length > 64) return '';
  const magnitude = BigInt(`0x${Buffer.from(contents).toString('hex')}`);
  return BigInt.asIntN(8 * contents.length, magnitude).toString();
}

/** An IPv4 or IPv6 address of 4 or 16 bytes as Envoy prints it; empty for other lengths. */
function addressText(bytes: Uint8Array): string {
  const number = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
  if (bytes.length === 4) return formatIp({ version: 4, bits: Number(number) });
  return bytes.length === 16 ? formatIp({ version: 6, bits: number }) : '';
}
