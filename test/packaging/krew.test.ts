import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { krewManifest, unreleased } from '../../tools/krew-manifest.mjs';

interface Packed {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly engines: { readonly node: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

const root = new URL('../../', import.meta.url);
const kept = readFileSync(new URL('packaging/krew.yaml', root), 'utf8');
const packed = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Packed;

interface Manifest {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly version: string;
    readonly shortDescription: string;
    readonly platforms: readonly { readonly uri: string; readonly sha256: string; readonly bin: string }[];
  };
}

test('the krew manifest is that of package.json: node tools/make-krew.mjs writes it', () => {
  expect(kept).toBe(krewManifest(packed, unreleased));
});

test('it is one that krew takes, and its program is in the package', () => {
  const { metadata, spec } = parse(kept) as Manifest;
  expect(metadata.name).toMatch(/^[a-z][a-z0-9-]*$/u);
  expect(spec.version).toBe(`v${packed.version}`);
  expect(spec.version).toMatch(/^v\d+\.\d+\.\d+/u);
  expect(spec.shortDescription.length).toBeLessThanOrEqual(50);
  for (const { bin } of spec.platforms) {
    expect(bin).toBe(packed.bin[`kubectl-${metadata.name}`]);
    expect(packed.files).toContain(bin.split('/')[0]);
    expect(existsSync(new URL(bin, root))).toBe(true);
  }
});

test("a release's manifest has the digest of its archive", () => {
  const archive = fileURLToPath(new URL('package.json', root));
  const words = [fileURLToPath(new URL('tools/make-krew.mjs', root)), 'https://example.org/mtlscope.tgz', archive];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const [platform] = (parse(stdout) as Manifest).spec.platforms;
  expect(platform).toMatchObject({
    uri: 'https://example.org/mtlscope.tgz',
    sha256: createHash('sha256').update(readFileSync(archive)).digest('hex'),
  });
});
