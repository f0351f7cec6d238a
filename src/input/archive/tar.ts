import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { bytesIn } from '../bytes/chunks.ts';
import type { Chunks } from '../bytes/chunks.ts';
import { Unusable } from '../unusable.ts';
import { innerPath } from './member.ts';
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
      const path = type === 'file' || type === 'contiguous-file' ? innerPath(name) : undefined;
      if (path !== undefined) yield { path, chunks: bytesIn(member) };
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
