import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { Pseudonyms, type PseudonymMap } from '../redact/pseudonyms/pseudonyms.ts';

/** The map that was kept in a file; undefined where there is none yet. Throws an `InputError` for anything else. */
export async function readPseudonymMap(file: string): Promise<PseudonymMap | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  const map = parsed(text);
  if (map !== undefined) return map;
  throw new InputError({
    what: 'this is no map of pseudonyms',
    where: file,
    meaning: 'It would be overwritten, and what it holds would be lost.',
    todo: 'Name the file that --map wrote, or one that is not there yet.',
  });
}

/** Goes on from the map that was kept in a file, or begins anew. */
export async function openPseudonyms(file: string | undefined): Promise<Pseudonyms> {
  const kept = file === undefined ? undefined : await readPseudonymMap(file);
  return new Pseudonyms(kept ?? { key: randomBytes(32).toString('hex') });
}

/** Keeps a map where only its owner reads it. */
export async function writePseudonymMap(file: string, map: PseudonymMap): Promise<void> {
  await writeFile(file, `${JSON.stringify(map, undefined, 1)}\n`, { mode: 0o600 });
}

function parsed(text: string): PseudonymMap | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || typeof value['key'] !== 'string' || !/^[0-9a-f]{32,}$/u.test(value['key'])) return undefined;
  const [words, addresses, digests] = ['words', 'addresses', 'digests'].map((name) => textsIn(value[name]));
  if (words === undefined || addresses === undefined || digests === undefined) return undefined;
  return { formatVersion: 1, key: value['key'], words, addresses, digests };
}

function textsIn(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return entries.length === Object.keys(value).length ? Object.fromEntries(entries) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
