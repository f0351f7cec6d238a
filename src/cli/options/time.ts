import { UsageError } from '../../errors.ts';

/** Reads `--at`: RFC 3339, or a date. */
export function readTime(text: string): Date {
  const time = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d.*)?$/u.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) {
    throw new UsageError({
      what: `\`${text}\` is no time`,
      where: '--at',
      todo: 'Write it as 2026-11-22T10:53:00Z, or as a date.',
    });
  }
  return time;
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Reads a duration such as `30d`, `12h`, `90m`, `2w`; milliseconds. */
export function readDuration(text: string, option: string): number {
  const parts = /^(?<count>\d{1,6})(?<unit>[mhdw])$/u.exec(text);
  const unit = (['m', 'h', 'd', 'w'] as const).find((each) => each === parts?.groups?.['unit']);
  if (parts === null || unit === undefined) {
    throw new UsageError({
      what: `\`${text}\` is no duration`,
      where: option,
      todo: 'Write a number and m, h, d or w: 30d, 12h.',
    });
  }
  return Number(parts.groups?.['count']) * units[unit];
}
