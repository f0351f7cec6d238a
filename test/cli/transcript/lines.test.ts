import { describe, expect, it } from 'vitest';
import { SpooledLines } from '../../../src/cli/transcript/lines.ts';

async function textOf(lines: SpooledLines): Promise<string> {
  let text = '';
  for await (const piece of lines.pieces()) {
    expect(piece.endsWith('\n')).toBe(true);
    text += piece;
  }
  return text;
}

describe('lines that are kept until they are wanted', () => {
  it('come in their order', async () => {
    const lines = new SpooledLines();
    for (const line of ['a', '', 'é']) lines.append(line);
    expect(await textOf(lines)).toBe('a\n\né\n');
  });

  it('come back from the file they are put into when they are many', async () => {
    const lines = new SpooledLines();
    let expected = '';
    for (let number = 0; number < 20_000; number += 1) {
      const line = `${number} ${'€'.repeat(400)}`;
      expected += `${line}\n`;
      lines.append(line);
    }
    expect((await textOf(lines)) === expected).toBe(true);
  });

  it('may be none', async () => {
    expect(await textOf(new SpooledLines())).toBe('');
  });
});
