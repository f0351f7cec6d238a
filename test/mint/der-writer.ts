/** Writes the few DER structures that the certificate library has no words for. */

/** One element with `tag` around `contents`. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = Buffer.concat(contents);
  const length = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Uint8Array.from([tag, ...length, ...body]);
}

export function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
