import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { keptManifest, releaseUri } from '../../tools/krew-manifest.mjs';

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
  expect(kept).toBe(keptManifest(packed));
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
  const words = [fileURLToPath(new URL('tools/make-krew.mjs', root)), archive, 'https://example.org/mtlscope.tgz'];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const [platform] = (parse(stdout) as Manifest).spec.platforms;
  expect(platform).toMatchObject({
    uri: 'https://example.org/mtlscope.tgz',
    sha256: createHash('sha256').update(readFileSync(archive)).digest('hex'),
  });
});

test.each([
  'https://git.example/mesh/mtlscope',
  'git+https://git.example/mesh/mtlscope.git',
  { url: 'git+https://git.example/mesh/mtlscope.git' },
])('the archive of a release is looked for among the releases of the repository %j', (repository) => {
  expect(releaseUri({ ...packed, version: '1.2.3', repository })).toBe(
    'https://git.example/mesh/mtlscope/releases/download/v1.2.3/mtlscope-1.2.3.tgz',
  );
});

test.each(['github:mesh/mtlscope', 'git@github.com:mesh/mtlscope.git'])('%s is short for GitHub', (repository) => {
  expect(releaseUri({ ...packed, version: '1.2.3', repository })).toBe(
    'https://github.com/mesh/mtlscope/releases/download/v1.2.3/mtlscope-1.2.3.tgz',
  );
});

test('what the manifest takes out of the archive is what npm packs into it', () => {
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', words, { encoding: 'utf8', cwd: fileURLToPath(root) });
  const [{ files, filename }] = JSON.parse(stdout) as [{ files: { path: string }[]; filename: string }];
  expect(filename).toBe(`${packed.name}-${packed.version}.tgz`);
  const [platform] = (parse(kept) as Manifest).spec.platforms;
  // npm puts everything into the folder `package`, of which the manifest takes all.
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining([platform?.bin, 'bin/start.js']));
});
