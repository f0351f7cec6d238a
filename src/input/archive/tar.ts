import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import type { Chunks } from '../bytes/chunks.ts';
import { Unusable } from '../unusable.ts';
import { innerPath, memberBytes } from './member.ts';
import type { Member } from './member.ts';

/** The files of a tar, in its order, streamed. */
export async function* tarMembers(chunks: Chunks): AsyncGenerator<Member> {
  const members = extract();
  const source = Readable.from(copied(chunks), { objectMode: false });
  source.on('error', (error) => members.destroy(error));
  source.pipe(members);
  try {
    for await (const member of members) {
      const { name, type } = member.header;
      if (type === 'file' || type === 'contiguous-file') {
        const path = innerPath(name);
        yield path === undefined ? { path: name } : { path, chunks: memberBytes(member) };
      }
      member.resume();
    }
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable('unreadable', 'a tar archive that is damaged or cut short', 'copy or fetch it again', {
      cause: error,
    });
  } finally {
    source.destroy();
    members.destroy();
  }
}

async function* copied(chunks: Chunks): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}
