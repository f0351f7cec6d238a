import { fromBufferPromise, getFileNameLowLevel, openPromise } from 'yauzl';
import type { ZipFile } from 'yauzl';
import { Unusable } from '../unusable.ts';
import { innerPath, memberBytes } from './member.ts';
import type { Member } from './member.ts';

/** The files of a zip, in the order of its directory. Names are checked here: yauzl would stop at the first bad one. */
export async function* zipMembers(zip: string | Buffer): AsyncGenerator<Member> {
  const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: true, autoClose: false };
  let file: ZipFile | undefined;
  try {
    file = await (typeof zip === 'string' ? openPromise(zip, options) : fromBufferPromise(zip, options));
    for await (const entry of file.eachEntry()) {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
      if (name.endsWith('/') || isLink(entry.externalFileAttributes)) continue;
      const path = innerPath(name);
      if (path === undefined) {
        yield { path: name };
        continue;
      }
      if (entry.isEncrypted()) {
        throw new Unusable('unreadable', 'a zip archive with a password', 'unpack it yourself and name the folder');
      }
      const stream = await file.openReadStreamPromise(entry);
      yield { path, chunks: memberBytes(stream) };
      stream.destroy();
    }
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable('unreadable', 'a zip archive that is damaged or cut short', 'copy or fetch it again', {
      cause: error,
    });
  } finally {
    file?.close();
  }
}

/** The Unix mode stands in the upper half of the external attributes; a symbolic link holds a path, not a file. */
function isLink(externalFileAttributes: number): boolean {
  return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}
