/** PROXY protocol headers, versions 1 and 2. */
import { formatIp, parseIp } from '../../../src/envoy/ip.ts';
import type { Header, SocketAddress } from './case.ts';

const signature = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');

export function proxyHeader(header: Header): Buffer {
  return header.version === 1 ? Buffer.from(version1(header)) : version2(header);
}

function version1(header: Header): string {
  if (header.source === undefined) return 'PROXY UNKNOWN\r\n';
  const { source, destination } = header;
  const family = isIpv6(source) ? 'TCP6' : 'TCP4';
  return `PROXY ${family} ${source.ip} ${destination.ip} ${source.port} ${destination.port}\r\n`;
}

function version2(header: Header): Buffer {
  if (header.source === undefined) return Buffer.concat([signature, Buffer.of(0x20, 0, 0, 0)]);
  const { source, destination } = header;
  const body = Buffer.concat([
    address(source.ip),
    address(destination.ip),
    Buffer.of(source.port >> 8, source.port & 255, destination.port >> 8, destination.port & 255),
  ]);
  return Buffer.concat([signature, Buffer.of(0x21, isIpv6(source) ? 0x21 : 0x11, 0, body.length), body]);
}

function isIpv6({ ip }: SocketAddress): boolean {
  return ip.includes(':');
}

function address(text: string): Buffer {
  const ip = parseIp(text);
  if (ip === undefined) throw new Error(`${text} is no address`);
  const digits = ip.version === 4 ? 8 : 32;
  const bytes = Buffer.from(ip.bits.toString(16).padStart(digits, '0'), 'hex');
  if (bytes.length !== digits / 2) throw new Error(`${formatIp(ip)} does not fit`);
  return bytes;
}
