import { describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

const strict = sample('dr-disable-strict');

describe('check', () => {
  test('exits 0 where everything is as expected', async () => {
    const { code, stdout, stderr } = await runNow(['check', `${strict}/edges.yaml`, strict]);
    expect(code).toBe(0);
    expect(stdout).not.toContain('✗');
    expect(stderr).toMatch(/^\d+ as expected, 0 not$/mu);
  });

  test('lists what is not as expected first, with the reason, and exits 1', async () => {
    const file =
      'edges:\n- {id: a, from: web, to: "sleep:80", expect: mtls}\n- {id: b, from: sleep, to: "web:80", expect: mtls}\n';
    const { code, stdout, stderr } = await runNow(['check', '-', strict], { stdin: file });
    expect(code).toBe(1);
    expect(stdout.split('\n')[1]).toMatch(/^✗ +b +sleep +web:80 +mtls +fails +.*accepts only mutual TLS$/u);
    expect(stderr).toMatch(/ 1 not$/mu);
  });

  test.each([
    ['a: 1\n---\nb: 2\n', 'a second YAML document'],
    ['edges:\n- {from: a, to: "b:80", endpoint: [fd00::1]:80}\n', 'an IPv6 address is quoted'],
  ])('says what is odd in a check file in words of the file', async (file, said) => {
    const { code, stderr } = await runNow(['check', '-', strict], { stdin: file });
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('parseAllDocuments');
  });

  test('says that a check file is not there', async () => {
    const { code, stderr } = await runNow(['check', 'no-such.yaml', strict]);
    expect(code).toBe(2);
    expect(stderr).toContain('it is not there');
  });

  test('tells what could not be read, and exits 2', async () => {
    const { code, stderr } = await runNow(['check', `${strict}/edges.yaml`, strict, 'no-such-file']);
    expect(code).toBe(2);
    expect(stderr).toContain('no-such-file');
  });
});
