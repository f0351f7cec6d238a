/** `rbac.Permission`, reduced to the destination ports it names and whether it asks for more than ports. */
import type { JsonObject } from '../../input/model.ts';
import { flag, message, messages, number } from './fields.ts';

export interface Permitted {
  /** Undefined: every port. */
  readonly ports?: readonly number[];
  /** Asks for something besides ports (a path, a method, a header …). */
  readonly conditional: boolean;
}

const anything: Permitted = { conditional: false };
const unknown: Permitted = { conditional: true };
/** Permissions nest; what lies deeper than this was not written by anybody. */
const maximumDepth = 32;
/** Wider port ranges are conditions like any other. */
const maximumRange = 1024;

/** A policy's permissions: any of them suffices. */
export function readPermissions(permissions: readonly JsonObject[]): Permitted {
  return either(permissions.map((permission) => readPermission(permission, 0)));
}

function readPermission(permission: JsonObject, depth: number): Permitted {
  if (depth > maximumDepth) return unknown;
  if (flag(permission, 'any') === true) return anything;
  const port = number(permission, 'destination_port');
  if (port !== undefined) return { ports: [port], conditional: false };
  const range = message(permission, 'destination_port_range');
  if (range !== undefined) return readRange(range);
  const all = message(permission, 'and_rules');
  if (all !== undefined) return both(messages(all, 'rules').map((rule) => readPermission(rule, depth + 1)));
  const some = message(permission, 'or_rules');
  if (some !== undefined) return either(messages(some, 'rules').map((rule) => readPermission(rule, depth + 1)));
  return unknown;
}

/** `Int32Range` is [start, end). */
function readRange(range: JsonObject): Permitted {
  const start = number(range, 'start') ?? 0;
  const end = number(range, 'end') ?? 0;
  if (end - start > maximumRange) return unknown;
  return { ports: Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at), conditional: false };
}

function both(parts: readonly Permitted[]): Permitted {
  const conditional = parts.some((part) => part.conditional);
  const lists = parts.map((part) => part.ports).filter((ports) => ports !== undefined);
  const [first, ...others] = lists;
  if (first === undefined) return { conditional };
  return { ports: first.filter((port) => others.every((ports) => ports.includes(port))), conditional };
}

function either(parts: readonly Permitted[]): Permitted {
  if (parts.some((part) => !part.conditional && part.ports === undefined)) return anything;
  const conditional = parts.length === 0 || parts.some((part) => part.conditional);
  if (parts.length === 0 || parts.some((part) => part.ports === undefined)) return { conditional };
  return { ports: [...new Set(parts.flatMap((part) => part.ports ?? []))], conditional };
}
