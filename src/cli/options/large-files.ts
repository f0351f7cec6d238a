import { UsageError } from '../../errors.ts';
import type { LargeFiles } from '../../input/read-sources.ts';
import { largeFiles } from '../../shelving.ts';
import type { Streams } from '../streams.ts';

/** How large dumps are read: those of more MiB than MTLSCOPE_LARGE says. With 0, nothing at all is kept in memory. */
export function largeFilesFor({ env }: Pick<Streams, 'env'>): LargeFiles {
  const asked = env['MTLSCOPE_LARGE'] ?? '';
  if (asked === '') return largeFiles();
  if (!/^\d{1,6}$/u.test(asked)) {
    throw new UsageError({
      what: `\`${asked}\` is no size`,
      where: 'MTLSCOPE_LARGE',
      todo: 'Set it to the MiB from which on what a dump says is kept in temporary files (64 as a rule).',
    });
  }
  const beyond = Number(asked) * 2 ** 20;
  return largeFiles(beyond === 0 ? { beyond: -1, few: 0, kept: 1 } : { beyond });
}
