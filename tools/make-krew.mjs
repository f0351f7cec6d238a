// Writes packaging/krew.yaml, or prints the manifest of a release: node tools/make-krew.mjs URI ARCHIVE.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { krewManifest, unreleased } from './krew-manifest.mjs';

const packed = /** @type {import('./krew-manifest.mjs').Packed} */ (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
);
const [uri, archive] = process.argv.slice(2);
if (uri !== undefined && archive !== undefined) {
  const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
  process.stdout.write(krewManifest(packed, { uri, sha256 }));
} else {
  writeFileSync(new URL('../packaging/krew.yaml', import.meta.url), krewManifest(packed, unreleased));
}
