import { describe, expect, test } from 'vitest';
import { ink, span } from '../../../src/report/text/ink.ts';
import { laidOut } from '../../../src/report/text/measure.ts';
import { table } from '../../../src/report/text/table.ts';
import { page } from '../page.ts';

describe('a table', () => {
  test('is as wide as its widest cells in a pipe', () => {
    const long = 'x'.repeat(150);
    expect(
      table(
        page(),
        ['A', 'B'],
        [
          [long, 'b'],
          ['a', 'c'],
        ],
      ),
    ).toEqual([`A${' '.repeat(151)}B`, `${long}  b`, `a${' '.repeat(151)}c`]);
  });

  test('wraps cells in a narrow terminal, the widest column first, and cuts nothing off', () => {
    expect(table(page(30), ['TO', 'OUTCOME'], [['web.demo.svc.cluster.local:80', 'fails']])).toEqual([
      'TO                     OUTCOME',
      'web.demo.svc.cluster.  fails',
      'local:80',
    ]);
  });

  test('paints cells without counting the paint as width', () => {
    const painted = { ...page(), ink: ink(true) };
    const [, row] = table(painted, ['A', 'B'], [[span('ok', 'good'), 'x']]);
    expect(row).toBe('\u001b[32mok\u001b[39m  x');
  });

  test('counts wide characters as two columns', async () => {
    const text = await laidOut((measure) =>
      table(
        { ...page(), measure },
        ['A', 'B'],
        [
          ['網格', 'x'],
          ['abcd', 'y'],
        ],
      ).join('\n'),
    );
    expect(text).toBe('A     B\n網格  x\nabcd  y');
  });
});
