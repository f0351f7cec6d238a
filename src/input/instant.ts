import type { RawResource } from './model.ts';

/** When a resource was last updated: milliseconds since 1970; -Infinity where no time was given. */
export function instant({ lastUpdated = '' }: Pick<RawResource, 'lastUpdated'>): number {
  const time = Date.parse(lastUpdated);
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}
