/** CIDR ranges as annotations write them. */
import { parseIp, width, type Ip } from '../../envoy/ip.ts';

/** Whether an address lies in `10.0.0.0/8`, or equals a bare address. */
export function isWithinRange(address: string, range: string): boolean {
  const [base = '', length] = range.split('/');
  const ip = parseIp(address);
  const start = parseIp(base);
  if (ip === undefined || start === undefined || ip.version !== start.version) return range === '*';
  const bits = length === undefined ? width(ip.version) : Number(length);
  return prefix(ip, bits) === prefix(start, bits);
}

function prefix(ip: Ip, bits: number): bigint {
  const total = width(ip.version);
  return BigInt(ip.bits) >> BigInt(Math.max(0, total - Math.min(bits, total)));
}
