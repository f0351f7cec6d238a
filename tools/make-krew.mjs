// Writes packaging/krew.yaml, or prints the manifest of a release: node tools/make-krew.mjs ARCHIVE [URI].
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { keptManifest, krewManifest, releaseUri } from './krew-manifest.mjs';

const packed = /** @type {import('./krew-manifest.mjs').Packed} */ (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
);
const [archive, uri = releaseUri(packed)] = process.argv.slice(2);
if (archive === undefined) {
  writeFileSync(new URL('../packaging/krew.yaml', import.meta.url), keptManifest(packed));
} else if (uri === undefined) {
  process.stderr.write(
    'Where will the archive be? package.json names no repository: say node tools/make-krew.mjs ARCHIVE URI.\n',
  );
  process.exitCode = 2;
} else {
  const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
  process.stdout.write(krewManifest(packed, { uri, sha256 }));
}
