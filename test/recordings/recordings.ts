import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliDecompressSync, constants } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterAll } from 'vitest';

/** Scenario (`demo/dr-disable-strict`) to the archive that holds it. */
const index = new Map<string, string>(
  Object.entries(JSON.parse(readFileSync(new URL('index.json', import.meta.url), 'utf8')) as Record<string, string>),
);

/** All recorded scenarios as `TOPOLOGY/SCENARIO`, sorted; `shapes/…` is none of them. */
export const scenarios: readonly string[] = [...index.keys()].filter((name) => !name.startsWith('shapes/'));

/** The two pods whose folders hold the same moment in most shapes that tools print. */
export const shapes: readonly string[] = [...index.keys()].filter((name) => name.startsWith('shapes/'));

let folder: string | undefined;
const unpacked = new Map<string, string>();
let opened: { readonly archive: string; readonly files: Promise<ReadonlyMap<string, string>> } | undefined;

/**
 * The files of a scenario, by their path below it: `policies.yaml`, `edges.yaml`, `observed.json`,
 * `proxies/sleep.json`, where it has one `mesh.yaml`, and `../base.yaml`, the topology's.
 */
export async function recordedFiles(scenario: string): Promise<ReadonlyMap<string, string>> {
  const archive = index.get(scenario);
  if (archive === undefined) throw new Error(`no recording is called ${scenario}`);
  // Scenarios are asked for in their order as a rule: the last archive is kept open.
  if (opened?.archive !== archive) opened = { archive, files: open(archive) };
  const base = `${dirname(scenario)}/base.yaml`;
  return new Map(
    [...(await opened.files)].flatMap(([path, content]) => {
      if (path === base) return [['../base.yaml', content] as const];
      return path.startsWith(`${scenario}/`) ? [[path.slice(scenario.length + 1), content] as const] : [];
    }),
  );
}

// A process that runs tests is not always let end by itself.
afterAll(forgetFolders);

/** A scenario as a folder (with `../base.yaml` beside it) that lives as long as the tests of a file. */
export async function recordedFolder(scenario: string): Promise<string> {
  const existing = unpacked.get(scenario);
  if (existing !== undefined) return existing;
  const target = join(root(), scenario);
  for (const [path, content] of await recordedFiles(scenario)) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
  unpacked.set(scenario, target);
  return target;
}

/** Removes what `recordedFolder` has written so far: for tests that go through many scenarios. */
export function forgetFolders(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
  unpacked.clear();
}

function root(): string {
  folder ??= mkdtempSync(join(tmpdir(), 'mtlscope-recordings-'));
  return folder;
}

async function open(archive: string): Promise<ReadonlyMap<string, string>> {
  const params = { [constants.BROTLI_DECODER_PARAM_LARGE_WINDOW]: 1 };
  const tar = brotliDecompressSync(readFileSync(new URL(archive, import.meta.url)), { params });
  const files = new Map<string, string>();
  const members = extract();
  members.end(tar);
  for await (const member of members) files.set(member.header.name, await text(member));
  return files;
}
