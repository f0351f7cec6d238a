import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../run.ts';

const samples = readdirSync(new URL('../../samples/', import.meta.url), { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('edges.yaml'))
  .map((file) => `samples/${file.replaceAll('\\', '/').replace(/\/edges\.yaml$/u, '')}`)
  .toSorted();

describe.each(samples)('%s', (folder) => {
  it('holds what its edges say, each with the cause it names', async () => {
    const { code, stderr } = await run(['check', `${folder}/edges.yaml`, folder]);
    expect(stderr).toMatch(/^[1-9]\d* as expected, 0 not$/mu);
    expect(code).toBe(0);
  });
});

it('are where the tests look', () => {
  expect(samples).toEqual(expect.arrayContaining(['samples/auto-mtls', 'samples/legacy/both-sides']));
});
