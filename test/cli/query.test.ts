import { describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

const web = `${sample('dr-disable-strict')}/proxies/web.json.gz`;

describe('query', () => {
  test('prints place, pointer and value', async () => {
    const { code, stdout, stderr } = await runNow(['query', "$..['require_client_certificate']", web]);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(
        /^web\.json\.gz:\d+:\d+ {2}\/configs\/3\/dynamic_listeners\/\d+\/.*\/require_client_certificate$/u,
      ),
      'true',
    ]);
  });

  test('gives programs a list', async () => {
    const { stdout } = await runNow(['query', '$.configs[*]..dynamic_listeners[0].name', web, '-o', 'json']);
    expect(JSON.parse(stdout)).toEqual([
      {
        source: 'web.json.gz',
        pointer: '/configs/3/dynamic_listeners/0/name',
        line: 7348,
        column: 6,
        value: '0.0.0.0_8080',
      },
    ]);
  });

  test('masks secrets', async () => {
    const { stdout } = await runNow(['query', '$..tls_certificate', web]);
    expect(stdout).toContain('"private_key": "[not shown]"');
  });

  test('looks into what was read off the dumps as well', async () => {
    const { stdout } = await runNow(['query', '$.proxies[*].modes[*].mode', '--over', 'inspection', web, '-o', 'json']);
    const found = JSON.parse(stdout) as readonly { readonly value: unknown }[];
    expect(new Set(found.map(({ value }) => value))).toEqual(new Set(['STRICT']));
  });

  test('says so when nothing is there', async () => {
    const { code, stdout, stderr } = await runNow(['query', '$.nothing', web]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('nothing is at this path');
    expect((await runNow(['query', '$.nothing', web, '-o', 'json'])).stdout).toBe('[]\n');
  });

  test('refuses a filter before it reads anything', async () => {
    const { code, stderr } = await runNow(['query', "$..[?(@.name=='x')]", 'no-such-file']);
    expect(code).toBe(2);
    expect(stderr).toContain('not evaluated');
  });
});
