import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { causes } from '../../src/cause/causes.ts';
import { runNow } from './samples.ts';

describe('cause', () => {
  test('lists every cause by chapter', async () => {
    const { code, stdout } = await runNow(['cause']);
    expect(code).toBe(0);
    for (const { code: each } of causes) expect(stdout).toContain(`  ${each} `);
    expect(stdout).toMatch(/^Ambient, other meshes, impostors\n/u);
  });

  test('lists them for a program too', async () => {
    const { stdout } = await runNow(['cause', '-o', 'json']);
    const { causes: listed } = JSON.parse(stdout) as { readonly causes: readonly { readonly code: string }[] };
    expect(listed.map(({ code }) => code)).toEqual(causes.map(({ code }) => code));
  });

  test('prints the page that docs/ holds', async () => {
    const { stdout } = await runNow(['cause', 'dr-tls-disable']);
    const page = readFileSync(new URL('../../docs/causes/dr-tls-disable.md', import.meta.url), 'utf8');
    expect(page).toContain(stdout.split('\n')[0]?.replace(/^[^a-z]*/u, '') ?? '-');
    expect((await runNow(['cause', 'DR-TLS-Disable'])).stdout).toBe(stdout);
  });

  test('proposes the nearest code for one that there is not', async () => {
    const { code, stderr } = await runNow(['cause', 'dr-tls-disabled']);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no cause dr-tls-disabled');
    expect(stderr).toContain('Did you mean dr-tls-disable');
  });
});
