import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'mtlscope-bad-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}

describe('a source that cannot be used', () => {
  test.each([
    ['empty.json', '', 'empty.json: it is empty'],
    ['page.json', '<html><body>404</body></html>', 'page.json: a web page (HTML)'],
    ['cut.json', '{"configs": [{"@type": "type.googleapis.com/envoy.admin', 'cut.json:1:'],
    ['deep.json', '['.repeat(10_000) + ']'.repeat(10_000), 'deep.json: '],
    ['manifests.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n', 'no proxy'],
  ])('%s alone is one error that says what was seen and what to do', async (name, content, said) => {
    const { code, stdout, stderr } = await runNow(['edges', file(name, content)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr.match(/^mtlscope: /gmu)).toHaveLength(1);
    expect(stderr).not.toMatch(/^\s+at \w+ \(/mu);
  });

  test('does not keep the others from being used, and the exit code is 2', async () => {
    const { code, stdout, stderr } = await runNow(['edges', file('page.json', '<html>'), sample('auto-mtls')]);
    expect(code).toBe(2);
    expect(stdout).toContain('web.demo.svc.cluster.local:80');
    expect(stderr).toContain('page.json: a web page (HTML)');
    expect(stderr).toContain('2 other dumps were read and are used');
  });

  test('what is dialled is told apart from a file that is missing', async () => {
    const { code, stderr } = await runNow(['explain', 'sleep', sample('auto-mtls'), 'web:80']);
    expect(code).toBe(2);
    expect(stderr).toContain('web:80: there is no such file or folder');
    expect(stderr).toContain('what is dialled is named before the first source');
  });

  test('nothing on stdin is said in a sentence', async () => {
    const { code, stderr } = await runNow(['edges', '-'], { stdin: '' });
    expect(code).toBe(2);
    expect(stderr).toContain('stdin: it is empty');
  });
});
