import { describe, expect, it } from 'vitest';
import { opaque, whole } from '../../../src/input/json/plan.ts';
import type { Plan } from '../../../src/input/json/plan.ts';
import { JsonError } from '../../../src/input/json/error.ts';
import { createReader } from '../../../src/input/json/reader.ts';
import type { JsonRecord } from '../../../src/input/json/record.ts';
import { Shapes } from '../../../src/input/json/shape.ts';
import * as fc from '../../property.ts';
import { cutAt, engines } from './read.ts';

const item: Plan = { fields: { name: opaque, kind: whole, below: { fields: { x: opaque, n: whole } } } };
/** Of the same items something else is kept. */
const otherItem: Plan = { emit: 'other', fields: { name: whole, skipped: whole, below: { fields: { n: opaque } } } };
const plan: Plan = {
  emit: 'root',
  fields: { list: { items: { ...item, emit: 'item' } }, others: { items: otherItem } },
  members: { items: item },
};

const longName = `"outbound|80||${'long-name.'.repeat(9)}svc"`;
/** As they stand in the text, some of them no names. */
const plain = ['"a"', '"b-2"', '"outbound|80||a"', '"outbound|80||bcd-1"', '"outbound|81||a"', '"a|b|"', '"|"'];
const dotted = ['"a.b"', '"cc.dd-9"', '"a:b"', '"a.b.c"', '"é€"', longName, longName.replace('long', 'longer')];
const noNames = ['""', '"\\n"', '"a\\u0041"', '1', 'null', '{"a":"b"}', '"\u0001"', '"cut'];
/** What nobody reads, some of it no values. */
const scalars = ['1', '12', '-0.5e3', 'true', '"x"', '"}]"', '"\\"{"', `"${'s'.repeat(70)}"`];
const brackets = ['{"name":"a"}', '{"a":[1,"]"]}', '[]', '[{},{}]'];
const noValues = ['{"a":[1}', '"cut', '[', '', 'x', '1"2"'];
const name = fc.constantFrom(...plain, ...dotted, ...noNames);
const skipped = fc.constantFrom(...scalars, ...brackets, ...noValues);
const common = { weight: 12, arbitrary: fc.constant(undefined) };
const parts = fc.record({
  name: fc.oneof(common, name),
  x: fc.oneof(common, name),
  kind: fc.oneof(common, fc.constantFrom('1', '2', '22', '"EDS"', '[1,2]', '{}', 'nul')),
  skipped: fc.oneof(common, skipped),
  other: fc.oneof(common, skipped),
  form: fc.constantFrom(0, 0, 0, 1, 2),
});

interface Parts {
  readonly name?: string | undefined;
  readonly x?: string | undefined;
  readonly kind?: string | undefined;
  readonly skipped?: string | undefined;
  readonly other?: string | undefined;
  readonly form: number;
}

/** The text of an item, the `index`th of its list: as a rule it differs in its names from those before. */
function itemText({ form, ...given }: Parts, index: number): string {
  const { kind = '1', skipped: one = `{"of":"${index}"}`, other = '7' } = given;
  const { name: named = `"outbound|80||svc-${index}.demo"`, x = `"y${index}"` } = given;
  const below = `"below":{"dropped":${other},"x":${x},"n":10}`;
  if (form === 0) return `{"name":${named},"skipped":${one},"kind":${kind},${below}}`;
  if (form === 1) return `{ "skipped" : ${one},\n "name": ${named} ,\t${below},"kind": ${kind} }`;
  return `{"other":${other},${below},"kind":${kind}}`;
}

const documents = fc.record({
  items: fc.array(parts, { minLength: 2, maxLength: 12 }),
  cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 2 }),
  end: fc.constantFrom(']}', ']}', ']', '', '] {"list":[{"name":"again"}]}', '],"more":[{"name":"a"}]}'),
  again: fc.constantFrom('list', 'others', 'more'),
});

interface Read {
  readonly records: readonly (Omit<JsonRecord, 'value'> & { readonly value: unknown })[];
  readonly error?: readonly [kind: string, offset: number, saw: string];
}

describe.each(engines)('items of a list that are read by templates, with the %s engine,', (engine) => {
  const read = (chunks: readonly Uint8Array[], shapes: Shapes): Read => {
    const records: Read['records'][number][] = [];
    try {
      const reader = createReader(plan, (record) => records.push(told(record)), { engine, shapes });
      for (const chunk of chunks) reader.feed(chunk);
      reader.end();
      return { records };
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      return { records, error: [error.kind, error.offset, error.saw] };
    }
  };
  /** What comes byte by byte never stands there as a whole, and is taken apart. */
  const takenApart = (bytes: Uint8Array, shapes: Shapes): Read =>
    read(
      Array.from(bytes, (byte) => Uint8Array.of(byte)),
      shapes,
    );

  it('are what they are when they are taken apart', () => {
    fc.assert(
      fc.property(documents, ({ items, cuts, end, again }) => {
        const list = items.map(itemText).join(',');
        const bytes = Buffer.from(`{"list":[${list}],"${again}":[${list}${end}`);
        const shapes = new Shapes();
        expect(read(cutAt(bytes, cuts), shapes)).toEqual(takenApart(bytes, shapes));
      }),
      { numRuns: 1500 },
    );
  });

  it('are so however many forms there are, and however long the list', () => {
    const items = Array.from({ length: 3000 }, (_, index) => {
      const many = { kind: `"${index % 50}"`, skipped: index % 3 === 0 ? '"x"' : `"${index}"`, form: index % 3 };
      return itemText(many, index);
    });
    const bytes = Buffer.from(`{"list":[${items.join(', ')}]}`);
    const shapes = new Shapes();
    expect(read([bytes], shapes)).toEqual(takenApart(bytes, shapes));
  });

  it('may be longer than what a template or the place of names has room for', () => {
    const items = [10, 10, 20_000, 20_000, 10, 140_000, 10].map((size, index) =>
      itemText({ name: `"${'n'.repeat(size)}"`, skipped: `"${'s'.repeat(size)}"`, form: 0 }, index),
    );
    const bytes = Buffer.from(`{"list":[${items.join(',')}]}`);
    const shapes = new Shapes();
    expect(read([bytes], shapes)).toEqual(takenApart(bytes, shapes));
  });

  it.each([131_066, 131_067, 131_068, 131_069, 131_070, 230_000])('may have a name of %i bytes', (long) => {
    const items = [10, 10, long, 10].map((size, index) => itemText({ name: `"${'n'.repeat(size)}"`, form: 0 }, index));
    const bytes = Buffer.from(`{"list":[${items.join(',')}]}`);
    const shapes = new Shapes();
    expect(read([bytes], shapes)).toEqual(takenApart(bytes, shapes));
  });

  it('may be many that are long, of many forms', () => {
    const items = Array.from({ length: 80 }, (_, index) =>
      itemText({ skipped: `"${'s'.repeat(20_000)}"`, kind: `"${index}"`, form: 0 }, index),
    );
    const bytes = Buffer.from(`{"list":[${items.join(',')}]}`);
    const shapes = new Shapes();
    expect(read([bytes], shapes)).toEqual(takenApart(bytes, shapes));
  });

  it('end with the bytes that came, whatever stands behind them from before', () => {
    const first = Buffer.from('{"list":[{"name":"a1"},{"name":"b1"},{"name":"c1"}');
    // Where `{"name":"b1"}` stood; its end comes later, and is another.
    const second = Buffer.from(',{"name":"d1"}'.padEnd(first.indexOf(',{"name":"b1"')) + ',{"name":"e1');
    const third = Buffer.from('23","kind":2}]}');
    const shapes = new Shapes();
    const all = Buffer.concat([first, second, third]);
    expect(read([first, second, third], shapes)).toEqual(takenApart(all, shapes));
  });

  it('of several readers one after the other know nothing of each other', () => {
    const texts = ['"kind":1,"name":"a"', '"name":"b","kind":1', '"kind":1,"name":"c"'];
    const all = texts.map((text) => read([Buffer.from(`{"list":[{${text}},{${text}}]}`)], new Shapes()));
    expect(all.map(({ records }) => records.map(({ value }) => value))).toEqual(
      ['a', 'b', 'c'].map((each) => [{ name: each, kind: 1 }, { name: each, kind: 1 }, { list: [] }]),
    );
  });
});

function told({ emit, pointer, document, start, end, shape, names, value }: JsonRecord): Read['records'][number] {
  return { emit, pointer, document, start, end, value, ...(shape && { shape }), ...(names && { names }) };
}
