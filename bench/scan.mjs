// `node bench/scan.mjs FILE`: goes over a file and keeps nothing. What is between this and a reading of it is the work.
import { closeSync, openSync, readSync } from 'node:fs';
import { createReader } from '../dist/lib/input/json/reader.js';

const file = openSync(process.argv[2] ?? '', 'r');
const reader = createReader({}, () => undefined);
const piece = Buffer.allocUnsafe(1 << 20);
for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
  reader.feed(piece.subarray(0, length));
}
reader.end();
closeSync(file);
