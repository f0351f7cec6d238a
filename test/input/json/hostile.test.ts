import { describe, expect, it } from 'vitest';
import { depthLimit, windowSize } from '../../../src/input/json/heap.ts';
import { whole } from '../../../src/input/json/plan.ts';
import type { Plan } from '../../../src/input/json/plan.ts';
import { createReader, readAll } from '../../../src/input/json/reader.ts';
import { engines, readChunks } from './read.ts';

const everything: Plan = { emit: 'all', whole: true };
const names: Plan = { fields: { list: { items: { emit: 'item', fields: { name: whole } } } } };

const deep = (levels: number): string => `{"x": ${'['.repeat(levels)}${']'.repeat(levels)}}`;

describe.each(engines)('with the %s engine', (engine) => {
  const read = (text: string, plan: Plan) => readChunks([Buffer.from(text)], plan, { engine });

  it.each([
    ['{"a" 1}', 5, '"1" where ":" should be'],
    ['{"a":1 "b":2}', 7, 'a quote where "," or a closing bracket should be'],
    ['{"a":1,}', 7, '"}" where a name in double quotes should be'],
    ["{'a':1}", 1, '"\'" where a name in double quotes should be'],
    ['[1,]', 3, '"]" where a value should be'],
    ['[1}', 2, '"}" where "," or a closing bracket should be'],
    ['[01]', 2, '"1" where "," or a closing bracket should be'],
    ['[1.]', 3, '"]" in a number'],
    ['[nul]', 4, '"]" in true, false or null'],
    ['["\\x"]', 3, '"x" after a backslash'],
    ['["a\nb"]', 3, 'byte 0x0a in a string, where it has to be escaped'],
    ['<html>', 0, '"<" where a value should be'],
    ['{"a":1}}', 7, '"}" where a value should be'],
  ])('%j is a syntax error at its byte', (text, offset, saw) => {
    expect(read(text, everything).error).toEqual({ kind: 'syntax', offset, saw });
  });

  it.each([
    ['', 'no JSON at all'],
    [' \n', 'no JSON at all'],
    ['{"list": [', 'the end in the middle of an array'],
    ['{"list"', 'the end in the middle of an object'],
    ['{"list', 'the end in the middle of a string'],
    ['{"x": "abc', 'the end in the middle of an object'],
    ['tru', 'the end in the middle of a value'],
  ])('%j is cut', (text, saw) => {
    expect(read(text, { ...names, emit: 'root' }).error).toEqual({ kind: 'cut', offset: text.length, saw });
  });

  it('delivers all that was complete before the cut', () => {
    const { records, error } = read('{"list": [{"name": "a"}, {"name": "b"}, {"name": "c"', names);
    expect(records.map(({ value }) => value)).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(error?.kind).toBe('cut');
  });

  it('delivers what was complete before a syntax error', () => {
    const { records, error } = read('{"list": [{"name": "a"}, {"name": b}]}', names);
    expect(records.map(({ value }) => value)).toEqual([{ name: 'a' }]);
    expect(error).toMatchObject({ kind: 'syntax', offset: 34 });
  });

  it('lets what is skipped be anything that balances', () => {
    const skipped = '{"x": [tru, {nonsense}, "\\q\n", 01], "y": 1e, "list": [{"x": "]", "name": "a"}]}';
    expect(read(skipped, names).records.map(({ value }) => value)).toEqual([{ name: 'a' }]);
  });

  it('finds brackets that do not balance in what is skipped', () => {
    expect(read('{"x": [{], "list": []}', names).error).toMatchObject({ kind: 'cut' });
    expect(read('{"x": [[{]}}, "list": []}', names).error).toEqual({
      kind: 'syntax',
      offset: 11,
      saw: '"}" closing what another kind of bracket opened',
    });
  });

  it('lets a backslash outside of strings keep a quote from counting, and nothing else', () => {
    const outcome = { records: [{ name: 'a' }], error: undefined };
    for (const skipped of ['[\\"]', '[\\[]]', '[\\\\"]"]', '[\\]']) {
      const { records, error } = read(`{"x": ${skipped}, "list": [{"name": "a"}]}`, names);
      expect({ records: records.map(({ value }) => value), error }).toEqual(outcome);
    }
  });

  it('skips any depth, and says where what it keeps is too deep', () => {
    expect(read(deep(100_000), names).error).toBeUndefined();
    expect(read(deep(depthLimit - 1), everything).error).toBeUndefined();
    expect(read(deep(depthLimit), everything).error).toEqual({
      kind: 'limit',
      offset: 6 + depthLimit - 1,
      saw: 'objects or arrays nested too deeply',
    });
  });

  it('does not keep more of one value than it may', () => {
    const text = Buffer.from(`["${'x'.repeat(5000)}"]`);
    const chunks = Array.from({ length: 6 }, (_, index) => text.subarray(index * 1000, index * 1000 + 1000));
    expect(readChunks(chunks, everything, { engine, recordLimit: 4096 }).error).toMatchObject({ kind: 'limit' });
    expect(readChunks(chunks, { emit: 'all' }, { engine, recordLimit: 4096 }).error).toBeUndefined();
  });

  it('refuses to name a place whose pointer is too long', () => {
    const name = 'n'.repeat(70_000);
    const plan: Plan = { members: { emit: 'member' } };
    expect(read(`{"${name}": 1}`, plan).error).toMatchObject({ kind: 'limit', saw: 'a name that is too long' });
    expect(read(`{"${name}": 1}`, everything).error).toBeUndefined();
  });

  it('makes own properties of names that JavaScript uses itself', () => {
    const [record] = read('{"__proto__": {"polluted": true}, "constructor": 1}', everything).records;
    expect(Object.keys(record?.value ?? {})).toEqual(['__proto__', 'constructor']);
    expect('polluted' in Object.prototype).toBe(false);
  });

  it('reads strings and records that are larger than its window', () => {
    const long = 'é{"\\'.repeat(windowSize);
    const value = { list: [{ name: long }, { name: 'b' }] };
    const { records, error } = read(JSON.stringify(value), names);
    expect(error).toBeUndefined();
    expect(records.map((record) => record.value)).toEqual(value.list);
    expect(records.map(({ pointer }) => pointer)).toEqual(['/list/0', '/list/1']);
  });

  it('reads more records than it can finish at once', () => {
    const list = Array.from({ length: 40_000 }, (_, index) => ({ name: `${index}` }));
    const { records } = read(JSON.stringify({ list }), names);
    expect(records.map(({ value }) => value)).toEqual(list);
    expect(records.at(-1)?.pointer).toBe('/list/39999');
  });

  it('matches names that are written with escapes', () => {
    const [record] = read('{"l\\u0069st": [{"\\u006e\\u0061me": 1, "n\\u00e1me": 2, "\\nname": 3}]}', names).records;
    expect(record).toMatchObject({ pointer: '/list/0', value: { name: 1 } });
  });

  it('keeps two readers apart that read by turns', () => {
    const texts = ['{"list": [{"name": "one"}]}', '{"list": [{"name": "two", "x": {}}]}'];
    const seen: unknown[] = [];
    const readers = texts.map(() => createReader(names, ({ value }) => void seen.push(value), { engine }));
    for (let at = 0; at < 40; at += 1) {
      for (const [index, reader] of readers.entries()) reader.feed(Buffer.from(texts[index]?.[at] ?? ' '));
    }
    for (const reader of readers) reader.end();
    expect(seen).toEqual([{ name: 'one' }, { name: 'two' }]);
  });

  it('reads nothing more after its end', () => {
    const reader = createReader(names, () => undefined, { engine });
    reader.feed(Buffer.from('{}'));
    reader.end();
    expect(() => reader.feed(Buffer.from('{}'))).toThrow('the reader has ended');
  });
});

describe('a plan', () => {
  it('may refer to itself', () => {
    const socket: Plan = {
      fields: {
        name: whole,
        get inner() {
          return socket;
        },
      },
    };
    const text = '{"name": 1, "inner": {"x": 2, "inner": {"name": 3, "inner": {"y": [4]}}}}';
    expect(readAll(Buffer.from(text), { emit: 'socket', ...socket })[0]?.value).toEqual({
      name: 1,
      inner: { inner: { name: 3, inner: {} } },
    });
  });

  it('has names in ASCII only', () => {
    expect(() => readAll(Buffer.from('1'), { fields: { é: whole } })).toThrow(RangeError);
  });
});
