/** The dumps that names are taken from while somebody waits for a key press. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes, and entries of folders, that are worth the wait. */
const readable = { bytes: 16 * 2 ** 20, entries: 200 };

/** What dumps are called, where nobody has named one. */
const likely = /\.(?:json|ya?ml)(?:\.gz)?$/u;

/** The sources among those that are named already, else in the folder one is in, while all of them are small. */
export function sourcesInReach(named: readonly string[], folder = '.'): readonly string[] {
  const sources = named.length > 0 ? named : dumpsIn(folder);
  const room = { ...readable };
  return sources.every((path) => fits(path, room)) ? sources : [];
}

function dumpsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && likely.test(entry.name))
    .map(({ name }) => join(folder, name))
    .toSorted();
}

/** Takes from `room` what the path needs; false when there is no more. */
function fits(path: string, room: { bytes: number; entries: number }): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  room.entries -= 1;
  if (stat === undefined || room.entries < 0) return false;
  if (stat.isDirectory()) return readdirSync(path).every((name) => fits(join(path, name), room));
  room.bytes -= stat.size;
  return stat.isFile() && room.bytes >= 0;
}
