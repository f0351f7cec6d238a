import type { JsonObject } from '../model.ts';
import { camelCase } from '../spelling.ts';

/** The spelling under which a message has the field `name` (given in snake_case). */
export function keyOf(message: JsonObject, name: string): string {
  return Object.hasOwn(message, name) ? name : camelCase(name);
}
