import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { pack } from 'tar-stream';

type Members = readonly (readonly [name: string, content: string | Uint8Array])[];

/** A tar with these members, in this order; the same name may come twice. */
export async function tarOf(members: Members): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of members) tar.entry({ name, mtime: new Date(0) }, Buffer.from(content));
  tar.finalize();
  return buffer(tar);
}

/** A zip with these members (APPNOTE 4.3), deflated. */
export function zipOf(members: Members): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of members) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const file = Buffer.from(name);
    // Version needed, flags, method, time, date, CRC, sizes, length of the name, length of the extra field.
    const common = fields(
      [20, 2],
      [0, 2],
      [8, 2],
      [0, 4],
      [crc32(raw), 4],
      [packed.length, 4],
      [raw.length, 4],
      [file.length, 2],
      [0, 2],
    );
    const header = Buffer.concat([fields([0x04034b50, 4]), common, file]);
    local.push(header, packed);
    central.push(fields([0x02014b50, 4], [20, 2]), common, fields([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), file);
    offset += header.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const count = members.length;
  const end = fields([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [directory.length, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...local, directory, end]);
}

function fields(...values: readonly (readonly [value: number, size: number])[]): Buffer {
  return Buffer.concat(
    values.map(([value, size]) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntLE(value, 0, size);
      return bytes;
    }),
  );
}
