import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A text and where it goes, below some folder. */
export interface NewText {
  readonly path: string;
  readonly text: string;
}

/** Writes files below a folder, with the folders they stand in; rejects with the error of the file system. */
export async function writeBelow(folder: string, files: readonly NewText[]): Promise<void> {
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time: there may be thousands
    await writeOne(folder, file);
  }
}

async function writeOne(folder: string, { path, text }: NewText): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}
