/** `core.Address` and `core.CidrRange`. */
import type { JsonObject } from '../../input/model.ts';
import { flag, message, messages, number, text } from './fields.ts';
import type { Address, CidrRange } from '../model.ts';
import { present } from '../present.ts';

/** Undefined where none of the known kinds is given. */
export function readAddress(address: JsonObject): Address | undefined {
  const socket = message(address, 'socket_address');
  if (socket !== undefined) {
    return present({
      kind: 'ip' as const,
      ip: text(socket, 'address') ?? '',
      port: number(socket, 'port_value') ?? 0,
      ipv4Compat: flag(socket, 'ipv4_compat'),
    });
  }
  const pipe = message(address, 'pipe');
  if (pipe !== undefined) return { kind: 'pipe', path: text(pipe, 'path') ?? '' };
  const internal = message(address, 'envoy_internal_address');
  if (internal === undefined) return undefined;
  return {
    kind: 'internal',
    listener: text(internal, 'server_listener_name') ?? '',
    endpointId: text(internal, 'endpoint_id') ?? '',
  };
}

/** A repeated `CidrRange`; an absent `prefix_len` is 0. */
export function readCidrRanges(holder: JsonObject, name: string): readonly CidrRange[] {
  return messages(holder, name).map(readCidrRange);
}

export function readCidrRange(range: JsonObject): CidrRange {
  return { ip: text(range, 'address_prefix') ?? '', prefixLength: number(range, 'prefix_len') ?? 0 };
}

/** `IP:PORT` or `[IPv6]:PORT` as Envoy prints addresses; undefined for anything else. */
export function parseIpPort(written: string): { readonly ip: string; readonly port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.%]+)\]|([0-9.]+)):(\d{1,5})$/.exec(written);
  const ip = match?.[1] ?? match?.[2];
  return ip === undefined ? undefined : { ip, port: Number(match?.[3]) };
}
