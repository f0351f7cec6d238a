import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'mtlscope-report-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** How the report that is written to a file begins. */
async function written(name: string, ...options: readonly string[]): Promise<string> {
  const out = join(scratch, name);
  await runNow(['report', ...options, '--out', out, sample('dr-disable-strict')]);
  return readFileSync(out, 'utf8').slice(0, 5);
}

describe('report', () => {
  test.each([
    ['a.md', '# 8 e'],
    ['a.html', '<!doc'],
    ['a.JSON', '{\n  "'],
    ['a', '<!doc'],
  ])('goes by the ending of the file it is written to: %s', async (name, beginning) => {
    expect(await written(name)).toBe(beginning);
  });

  test('is written as it is asked for, whatever the file is called', async () => {
    expect(await written('b.html', '-o', 'markdown')).toBe('# 8 e');
  });
});
