// The krew manifest, from package.json. `node tools/make-krew.mjs` writes the one that is kept, whose archive is not
// known yet; `node tools/make-krew.mjs ARCHIVE [URI]` prints that of a release.

/**
 * @typedef {{ name: string, version: string, description: string, engines: { node: string }, bin: Readonly<Record<string, string>>, repository?: string | { url: string } }} Packed
 * What is taken from package.json.
 */

/**
 * As YAML of `krew.googlecontainertools.github.com/v1alpha2`. The archive is what `npm pack` makes: dist/cli needs
 * no other package, only Node on the PATH. Windows is left out, where a script without an interpreter does not run.
 * @param {Packed} packed
 * @param {{ uri: string, sha256: string }} archive
 */
export function krewManifest({ name, version, description, engines, bin }, { uri, sha256 }) {
  return `apiVersion: krew.googlecontainertools.github.com/v1alpha2
kind: Plugin
metadata:
  name: ${name}
spec:
  version: v${version}
  shortDescription: Explain whether an edge is mutual TLS
  description: |
    ${description}.
    It asks the cluster to get, exec and port-forward only, and installs nothing in it.
  caveats: |
    Needs Node ${engines.node} on the PATH.
  platforms:
    - selector:
        matchExpressions:
          - { key: os, operator: In, values: [darwin, linux] }
      uri: '${uri}'
      sha256: '${sha256}'
      files:
        - { from: package/*, to: . }
      bin: ${bin[`kubectl-${name}`]}
`;
}

/**
 * Where the archive of a release is to be had: among the releases of the repository that package.json names, under
 * the name that `npm pack` gives it. Undefined while it names none.
 * @param {Packed} packed
 */
export function releaseUri({ name, version, repository }) {
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (url === undefined) return undefined;
  const page = url.replace(/^git\+/u, '').replace(/^(?:github:|git@github\.com:)/u, 'https://github.com/');
  return `${page.replace(/\.git$/u, '')}/releases/download/v${version}/${name}-${version}.tgz`;
}

/** Stands where the archive's digest goes, and its address while no repository is named. */
export const unreleased = { uri: '@URI@', sha256: '@SHA256@' };

/**
 * The manifest that is kept: all but the digest of an archive that is not made yet.
 * @param {Packed} packed
 */
export function keptManifest(packed) {
  return krewManifest(packed, { ...unreleased, uri: releaseUri(packed) ?? unreleased.uri });
}
