/** Pseudonyms that follow from a key: whoever has not got it cannot find out what they stand for by trying. */
import { createHmac } from 'node:crypto';
import { formatIp, parseIp } from '../../envoy/ip.ts';

/** Pseudo-random bytes for a text, always the same under one key. */
function bytesFor(key: string, text: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < length; block += 1) {
    blocks.push(createHmac('sha256', key).update(`${block} ${text}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/**
 * Another address for an address. Addresses that share their first bits still do, and no more than that (the idea of
 * Crypto-PAn), so that ranges go on holding what they held. The first octet of IPv4 and the first group of IPv6 stay:
 * they tell private from public and nobody from nobody. Addresses that mean the host itself or nobody stay too.
 */
export function keyedAddress(key: string, text: string): string {
  const ip = parseIp(text);
  if (ip === undefined) return text;
  if (ip.version === 4) {
    const first = ip.bits >>> 24;
    if (first === 0 || first === 127 || first >= 224) return text;
    return formatIp({ version: 4, bits: Number(scrambled(key, 4, BigInt(ip.bits), 32, 8)) });
  }
  if (ip.bits >> 112n === 0n) return text;
  return formatIp({ version: 6, bits: scrambled(key, 6, ip.bits, 128, 16) });
}

/** Each bit after the first `kept` is turned over, or not, by what stands before it. */
function scrambled(key: string, version: 4 | 6, bits: bigint, width: number, kept: number): bigint {
  let result = bits >> BigInt(width - kept);
  for (let at = kept; at < width; at += 1) {
    const prefix = bits >> BigInt(width - at);
    const bit = (bits >> BigInt(width - at - 1)) & 1n;
    const turned = BigInt((bytesFor(key, `address ${version} ${at} ${prefix}`, 1)[0] ?? 0) & 1);
    result = (result << 1n) | (bit ^ turned);
  }
  return result;
}

/** Other bytes for a digest or serial number, as many as it has. */
export function keyedBytes(key: string, bytes: Buffer): Buffer {
  return bytesFor(key, `bytes ${bytes.toString('hex')}`, bytes.length);
}

const safe = 'bcdfghjklmnpqrstvwxz2456789';

/** A word in the form of those that Kubernetes makes up for pods; `round` gives others, where one is taken. */
export function keyedHash(key: string, word: string, round: number): string {
  const text = [...bytesFor(key, `word ${round} ${word}`, word.length)]
    .map((byte) => safe[byte % safe.length])
    .join('');
  // Some digits tell the hash of a ReplicaSet from the end of a pod's name.
  return /[013]/u.test(word) ? `${text.slice(0, -1)}0` : text;
}

/** Digits, as many as there are. */
export function keyedDigits(key: string, digits: string, round: number): string {
  const [first = 0, ...rest] = [...bytesFor(key, `digits ${round} ${digits}`, digits.length)];
  return `${(first % 9) + 1}${rest.map((byte) => byte % 10).join('')}`;
}
