/** The secrets that are planted, and the JSON they are planted in. */
import type { Canaries } from './canaries.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Fields = { [key: string]: Json };

/** The next secret; in a field for names one that looks like a secret, for nobody could tell another from a name. */
export interface Secret {
  (): string;
  readonly inName: () => string;
}

export function secrets(canaries: Canaries): Secret {
  return Object.assign((): string => canaries.next('like anything'), { inName: () => canaries.next('like a secret') });
}

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
