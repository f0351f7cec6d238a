/**
 * The part of DER (X.690) that certificates and CRLs need: a walk over tags, lengths and contents.
 * Input comes from dumps and is hostile: nothing is read outside of its parent, nothing recurses on its own.
 */

/** One element. `contents` and `whole` are views into the bytes that were given. */
export interface DerElement {
  /** The identifier octet, class and constructed bit included (`0x30` SEQUENCE, `0xa0` context 0 …). */
  readonly tag: number;
  readonly contents: Uint8Array;
  /** Header and contents. */
  readonly whole: Uint8Array;
}

/** Bytes that are no DER of the expected shape. Caught where a certificate or CRL is parsed. */
export class DerError extends Error {}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  generalString: 0x1b,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Reads the element at the start of `bytes`; what follows it is ignored. Throws DerError. */
export function readElement(bytes: Uint8Array): DerElement {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined) throw new DerError('an element is cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag takes more than one octet');
  let header = 2;
  let length = first;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4) throw new DerError('a length is not definite');
    length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + (bytes[2 + i] ?? 0);
    header += octets;
  }
  if (header + length > bytes.length) throw new DerError('an element is longer than its parent');
  return { tag, contents: bytes.subarray(header, header + length), whole: bytes.subarray(0, header + length) };
}

/** The elements that follow each other in `contents`. Throws DerError. */
export function readElements(contents: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < contents.length;) {
    const element = readElement(contents.subarray(at));
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

/** The children of a constructed element that has to have `tag`. Throws DerError. */
export function childrenOf(element: DerElement | undefined, tag: number): DerElement[] {
  return readElements(contentsOf(element, tag));
}

/** The contents of an element that has to have `tag`. Throws DerError. */
export function contentsOf(element: DerElement | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) {
    throw new DerError(`expected tag ${tag}, found ${element?.tag ?? 'nothing'}`);
  }
  return element.contents;
}

/** An OBJECT IDENTIFIER's contents in dotted form. */
export function oidText(contents: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  for (const octet of contents) {
    value = value * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (arcs.length === 0) {
      const root = Math.min(2, Math.floor(value / 40));
      arcs.push(root, value - root * 40);
    } else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}

/** An INTEGER's contents as lower-case hex, without the sign octet; `00` for zero. */
export function integerHex(contents: Uint8Array): string {
  const start = contents.length > 1 && contents[0] === 0 ? 1 : 0;
  return hex(contents.subarray(start));
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** Whether bit `index` (0 is the first) of a BIT STRING's contents is set. */
export function bitSet(contents: Uint8Array, index: number): boolean {
  const octet = contents[1 + Math.floor(index / 8)] ?? 0;
  return (octet & (0x80 >> (index % 8))) !== 0;
}

/** UTCTime or GeneralizedTime as RFC 3339 in UTC. Throws DerError. */
export function timeText(element: DerElement | undefined): string {
  const text = element === undefined ? '' : Buffer.from(element.contents).toString('latin1');
  const long = element?.tag === tags.generalizedTime;
  const parts = (long ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(
    text,
  );
  if (parts === null) throw new DerError('a time is not in the form that DER prescribes');
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = parts;
  // RFC 5280, 4.1.2.5.1: a two-digit year from 50 on belongs to the 20th century.
  const century = long ? '' : Number(year) >= 50 ? '19' : '20';
  return `${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

/** The text of an ASN.1 string type; `undefined` for types that hold no text. */
export function stringText(element: DerElement): string | undefined {
  const bytes = Buffer.from(element.contents);
  switch (element.tag) {
    case tags.utf8String:
      return bytes.toString('utf8');
    case tags.printableString:
    case tags.ia5String:
    case tags.teletexString:
    case tags.visibleString:
    case tags.generalString:
      return bytes.toString('latin1');
    case tags.bmpString:
      return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : undefined;
    case tags.universalString: {
      const points = Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readUInt32BE(4 * i));
      return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
    }
    default:
      return undefined;
  }
}
