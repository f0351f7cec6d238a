import { describe, expect, test } from 'vitest';
import { readDuration, readTime } from '../../src/cli/options/time.ts';

describe('times on a command line', () => {
  test('are RFC 3339, or a date', () => {
    expect(readTime('2026-11-22T10:53:00Z').toISOString()).toBe('2026-11-22T10:53:00.000Z');
    expect(readTime('2026-11-22T10:53:00+01:00').toISOString()).toBe('2026-11-22T09:53:00.000Z');
    expect(readTime('2026-11-22').toISOString()).toBe('2026-11-22T00:00:00.000Z');
  });

  test.each(['yesterday', '1', '2026-13-01', '22.11.2026'])('%s is none, and it is said how to write one', (text) => {
    expect(() => readTime(text)).toThrow('is no time');
  });

  test('durations have a unit', () => {
    expect(readDuration('30d', '--expiring')).toBe(2_592_000_000);
    expect(readDuration('90m', '--expiring')).toBe(5_400_000);
  });

  test.each(['30', 'd', '1.5h', '-1d', '99999999999d'])('%s is no duration', (text) => {
    expect(() => readDuration(text, '--expiring')).toThrow('is no duration');
  });
});
