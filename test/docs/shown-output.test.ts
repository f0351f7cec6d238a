import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shownOutputs, withFreshOutput } from '../../tools/shown-output.mjs';
import { runNow } from '../cli/samples.ts';

const walkthroughs = readdirSync(new URL('../../docs/walkthroughs/', import.meta.url))
  .filter((name) => name !== 'README.md')
  .map((name) => `docs/walkthroughs/${name}`);

describe.each(['README.md', ...walkthroughs])('%s', (page) => {
  const shown = shownOutputs(readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8'));

  it.each(shown.map(({ argv, printed }) => [argv.join(' '), argv, printed] as const))(
    'shows what is printed by: mtlscope %s',
    async (_, argv, printed) => {
      const { stdout } = await runNow(argv);
      expect(printed).toBe(stdout.trimEnd());
    },
  );

  it('shows something', () => {
    expect(shown).not.toEqual([]);
  });
});

describe('output on a page', () => {
  const page =
    "Text.\n\n    $ mtlscope a 'b c'\n    old\n\n      x\n\nMore.\n\n```console\n$ mtlscope d\nold\n```\n\n```sh\nmtlscope e\n```\n";

  it('is found indented and fenced, and nowhere else', () => {
    expect(shownOutputs(page)).toEqual([
      { argv: ['a', 'b c'], printed: 'old\n\n  x' },
      { argv: ['d'], printed: 'old' },
    ]);
  });

  it('is replaced, and the rest is left alone', () => {
    const fresh = withFreshOutput(page, ([word = '']) => `new ${word}\n\n  y\n`);
    expect(fresh).toBe(
      "Text.\n\n    $ mtlscope a 'b c'\n    new a\n\n      y\n\nMore.\n\n```console\n$ mtlscope d\nnew d\n\n  y\n```\n\n```sh\nmtlscope e\n```\n",
    );
  });
});
