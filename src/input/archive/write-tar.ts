import { pack, type Pack } from 'tar-stream';

/** A file that goes into an archive. */
export interface TarFile {
  readonly path: string;
  readonly read: () => Promise<Buffer>;
}

/** A tar that is the same for the same files: no times, no owners, in the order of their names. */
export function tarOf(files: readonly TarFile[]): Pack {
  const tar = pack();
  const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const addAll = async (): Promise<void> => {
    for (const file of sorted) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time, in this order
      await add(tar, file);
    }
    tar.finalize();
  };
  addAll().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  return tar;
}

async function add(tar: Pack, { path, read }: TarFile): Promise<void> {
  const header = { name: path, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' };
  const content = await read();
  await new Promise<void>((resolve, reject) => {
    tar.entry(header, content, (error) => (error ? reject(error) : resolve()));
  });
}
