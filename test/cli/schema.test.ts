import { describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

describe('schema', () => {
  test.each(['inspection', 'check', 'diff', 'facts', 'symptom'])('prints that of the document %s', async (name) => {
    const { code, stdout } = await runNow(['schema', name]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ title: `mtlscope ${name}`, type: 'object' });
  });

  test('holds a document against it', async () => {
    const { stdout } = await runNow(['edges', '-o', 'json', sample('auto-mtls')]);
    expect(await runNow(['schema', '--check', '-'], { stdin: stdout })).toMatchObject({ code: 0, stdout: '' });
    const broken = stdout.replace('"formatVersion":1', '"formatVersion":9');
    const { code, stdout: said } = await runNow(['schema', '--check', '-'], { stdin: broken });
    expect(code).toBe(1);
    expect(said).toBe('/formatVersion: must be equal to constant\n');
  });

  test('says that something is no JSON', async () => {
    const { code, stderr } = await runNow(['schema', '--check', '-'], { stdin: 'formatVersion: 1' });
    expect(code).toBe(2);
    expect(stderr).toContain('Name a document that was printed with -o json.');
  });

  test('the check document is as its schema says', async () => {
    const folder = sample('mixed-endpoints');
    const { stdout } = await runNow(['check', `${folder}/edges.yaml`, folder, '-o', 'json']);
    expect(await runNow(['schema', 'check', '--check', '-'], { stdin: stdout })).toMatchObject({ stdout: '' });
  });
});
