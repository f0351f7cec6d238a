import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Limits } from './limits.ts';
import { nearestNames } from './nearest-names.ts';
import { Unusable, systemReason } from './unusable.ts';

/** A file that a path of the user's stands for. */
export interface FoundFile {
  readonly path: string;
  /** Relative to the path the user named, with forward slashes; undefined when that is the file itself. */
  readonly inside?: string;
}

/**
 * The files that a path stands for: itself, or all below it, sorted. Folders whose names begin with a dot and
 * `node_modules` are passed over, and links that lead out of the folder are not followed: what was unpacked from
 * someone's archive must not make us read (and report) files of this machine.
 */
export function filesAt(path: string, limits: Limits): readonly FoundFile[] {
  if (!statOf(path).isDirectory()) return [{ path }];
  const walk: Walk = { root: path, top: realpathSync(path), found: [], links: [], visited: new Set(), limits };
  walkFolder('', walk);
  // Links come last, so that what they lead to is known by its own name where it has one in here.
  for (let link = walk.links.shift(); link !== undefined; link = walk.links.shift()) follow(link, walk);
  return walk.found.toSorted((a, b) => ((a.inside ?? '') < (b.inside ?? '') ? -1 : 1));
}

interface Walk {
  readonly root: string;
  /** The folder's real path. */
  readonly top: string;
  readonly found: FoundFile[];
  readonly links: string[];
  /** Real paths of the files and folders that were met. */
  readonly visited: Set<string>;
  readonly limits: Limits;
}

function walkFolder(folder: string, walk: Walk): void {
  walk.visited.add(realpathSync(join(walk.root, folder)));
  for (const entry of readFolder(join(walk.root, folder))) {
    const inside = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) walk.links.push(inside);
    else if (entry.isFile()) addFile(inside, walk);
    else if (entry.isDirectory() && !passedOver(entry.name)) walkFolder(inside, walk);
  }
}

function addFile(inside: string, walk: Walk): void {
  const path = join(walk.root, inside);
  walk.visited.add(identityOf(path));
  walk.found.push({ path, inside });
  if (walk.found.length > walk.limits.files) {
    const many = `a folder with more than ${walk.limits.files} files`;
    throw new Unusable('too-large', many, 'name the folders in it that hold the dumps');
  }
}

function follow(link: string, walk: Walk): void {
  const target = identityOf(join(walk.root, link));
  if (!target.startsWith(walk.top + sep) || walk.visited.has(target)) return;
  const stat = statSync(target, { throwIfNoEntry: false });
  if (stat?.isFile() === true) addFile(link, walk);
  else if (stat?.isDirectory() === true) walkFolder(link, walk);
}

function readFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new Unusable('unreadable', `a folder that cannot be listed: ${systemReason(error)}`, 'make it readable', {
      cause: error,
    });
  }
}

function passedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function statOf(path: string): ReturnType<typeof statSync> & object {
  try {
    return statSync(path);
  } catch (error) {
    if (systemReason(error) !== 'it is not there') {
      throw new Unusable('unreadable', `something that cannot be opened: ${systemReason(error)}`, 'make it readable', {
        cause: error,
      });
    }
    throw new Unusable('unreadable', 'there is no such file or folder', suggestion(path), { cause: error });
  }
}

function suggestion(path: string): string {
  if (/^[^/\\=]+:\d+$/u.test(path)) return 'check the path; what is dialled is named before the first source';
  const folder = dirname(path);
  try {
    const names = nearestNames(basename(path), readdirSync(folder));
    if (names.length === 0) return 'check the path';
    return `did you mean ${names.map((name) => (folder === '.' ? name : join(folder, name))).join(' or ')}?`;
  } catch {
    return `the folder ${folder} is not there either; check the path`;
  }
}

/** Whether two paths are the same file. */
export function identityOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Parts of a path from its end, for names that tell two equal file names apart. */
export function trailing(path: string, parts: number): string {
  const full = resolve(path);
  const root = resolve(full, ...Array.from({ length: parts }, () => '..'));
  return relative(root, full).split(sep).join('/');
}
