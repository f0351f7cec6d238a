import { UsageError } from '../errors.ts';
import type { Streams } from './streams.ts';

/** How many threads the user wants (MTLSCOPE_WORKERS); undefined where that is left to us. Throws a `UsageError`. */
export function askedThreads({ env }: Streams): number | undefined {
  const asked = env['MTLSCOPE_WORKERS'] ?? '';
  if (asked !== '' && !/^\d{1,2}$/u.test(asked)) {
    throw new UsageError({
      what: `\`${asked}\` is no number of threads`,
      where: 'MTLSCOPE_WORKERS',
      todo: 'Set it to a number up to 99, or to 0 to read in one thread.',
    });
  }
  return asked === '' ? undefined : Number(asked);
}
