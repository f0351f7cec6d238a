/** A TLS ClientHello written by hand: no TLS library sends every server name and protocol list that one may want. */

/** The record with a ClientHello for TLS 1.2 and 1.3. An empty server name or list leaves the extension out. */
export function clientHello(serverName: string, alpn: readonly string[]): Buffer {
  const extensions = [
    ...(serverName === ''
      ? []
      : [extension(0, sized(2, Buffer.concat([Buffer.of(0), sized(2, Buffer.from(serverName))])))]),
    ...(alpn.length === 0
      ? []
      : [extension(16, sized(2, Buffer.concat(alpn.map((name) => sized(1, Buffer.from(name))))))]),
    extension(10, sized(2, numbers(0x001d, 0x0017))),
    extension(13, sized(2, numbers(0x0403, 0x0804, 0x0401))),
    extension(43, sized(1, numbers(0x0304, 0x0303))),
  ];
  const body = Buffer.concat([
    numbers(0x0303),
    Buffer.alloc(32, 7),
    sized(1, Buffer.alloc(0)),
    sized(2, numbers(0x1301, 0xc02b, 0xc02f)),
    sized(1, Buffer.of(0)),
    sized(2, Buffer.concat(extensions)),
  ]);
  const handshake = Buffer.concat([Buffer.of(1), sized(3, body)]);
  return Buffer.concat([Buffer.of(22), numbers(0x0301), sized(2, handshake)]);
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([numbers(type), sized(2, content)]);
}

function sized(bytes: 1 | 2 | 3, content: Buffer): Buffer {
  const size = Buffer.alloc(bytes);
  size.writeUIntBE(content.length, 0, bytes);
  return Buffer.concat([size, content]);
}

function numbers(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => Buffer.of(value >> 8, value & 255)));
}
