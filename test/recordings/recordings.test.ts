import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { forgetFolders, recordedFiles, recordedFolder, scenarios, shapes } from './recordings.ts';

afterAll(forgetFolders);

it('lists every recorded scenario, and the two pods in many shapes beside them', () => {
  expect(scenarios.length).toBe(138);
  expect(shapes).toEqual(['shapes/sleep', 'shapes/web']);
});

it('gives the files of one scenario without unpacking the others', async () => {
  const files = await recordedFiles('istiod/baseline');
  expect([...files.keys()]).toContain('proxies/sleep/istiod.json');
  expect(files.get('../base.yaml')).toContain('kind: ServiceEntry');
  expect(files.get('edges.yaml')).toMatch(/^edges:/);
});

it('unpacks a scenario into a folder, with its topology beside it', async () => {
  const folder = await recordedFolder('beer/baseline');
  expect(existsSync(join(folder, 'proxies'))).toBe(true);
  expect(existsSync(join(folder, '../base.yaml'))).toBe(true);
});
