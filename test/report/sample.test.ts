import { expect, test } from 'vitest';
import { runNow, sample } from '../cli/samples.ts';

// Written by this test: `npx vitest run test/report/sample.test.ts -u` after a change that is meant.
test.each([
  ['report.html', ['--format', 'html']],
  ['report.md', ['--format', 'markdown']],
  ['message.md', ['--format', 'markdown', '--short']],
])('samples/incident/%s is what the tool writes', async (file, format) => {
  const words = ['report', ...format, '--before', sample('auto-mtls'), sample('dr-disable-strict')];
  const { stdout } = await runNow(words);
  expect(stdout).not.toContain(sample(''));
  await expect(stdout).toMatchFileSnapshot(sample(`incident/${file}`));
});
