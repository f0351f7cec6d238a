import { describe, expect, it } from 'vitest';
import { opaque, whole } from '../../../src/input/json/plan.ts';
import type { Plan } from '../../../src/input/json/plan.ts';
import { createReader } from '../../../src/input/json/reader.ts';
import type { JsonReaderOptions } from '../../../src/input/json/reader.ts';
import type { JsonRecord } from '../../../src/input/json/record.ts';
import { Shapes } from '../../../src/input/json/shape.ts';
import type { Shape } from '../../../src/input/json/shape.ts';
import { Twins } from '../../../src/input/json/twins.ts';
import * as fc from '../../property.ts';
import { cutAt, engines } from './read.ts';

const cluster: Plan = { fields: { name: opaque, kind: whole } };
const fields = { last_updated: opaque, version_info: opaque, name: opaque, cluster };
const message: Plan = { emit: 'message', fields: { list: { items: { emit: 'entry', fields } } } };
const plan: Plan = { emit: 'root', fields: { configs: { items: message } } };

/** What differs between sources, and what tells apart what stands in a list; also where nobody looks. */
const moment = fc.constantFrom(
  '2026-01-01T00:00:01.100Z',
  '2026-01-01T00:00:02.200Z',
  '2026-01-01T00:00:02Z',
  '2026:01:01T00-00-02Z',
  'y',
  '',
  'é\n',
);
const entry = fc
  .record(
    {
      skipped: fc.constantFrom(1, 'x', { last_updated: 'y' }, { deep: ['"', '\\', '{'] }),
      version_info: fc.constantFrom('1', '22', '2'),
      last_updated: moment,
      cluster: fc.record({
        name: fc.constantFrom('outbound|80||a', 'b|c', 'é'),
        kind: fc.constantFrom('EDS', 'STATIC'),
      }),
    },
    { requiredKeys: ['cluster'] },
  )
  .chain((made) => fc.constantFrom(made, Object.fromEntries(Object.entries(made).toReversed())));
const entries = fc.array(fc.oneof({ weight: 8, arbitrary: entry }, fc.constantFrom(1, 12, 'text', null, [])), {
  maxLength: 6,
});
/** Sources that repeat the lists of one, with another moment here, an item less there, in the same order or not. */
const sources = fc.array(entries, { minLength: 1, maxLength: 3 }).chain((lists) =>
  fc.array(
    fc.record({
      lists: fc.constant(lists),
      told: moment,
      edit: fc.constantFrom('none', 'none', 'moment', 'not read', 'shorter', 'lists swapped', 'items swapped'),
      end: fc.constantFrom('', '', '', ' {"configs":[{"list":[{"name":"again"}]}]}', ']'),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 2 }),
    }),
    { minLength: 2, maxLength: 5 },
  ),
);

type Edit = 'none' | 'moment' | 'not read' | 'shorter' | 'lists swapped' | 'items swapped';

function edited(lists: readonly (readonly unknown[])[], edit: Edit, told: string): readonly (readonly unknown[])[] {
  switch (edit) {
    case 'none':
      return lists;
    case 'moment':
      return lists.map((list) => list.map((item) => withMember(item, 'last_updated', told)));
    case 'not read':
      return lists.map((list) => list.map((item) => withMember(item, 'skipped', { last_updated: told })));
    case 'shorter':
      return lists.map((list) => list.slice(1));
    case 'lists swapped':
      return lists.toReversed();
    case 'items swapped':
      return lists.map((list) => list.toReversed());
  }
}

const numbers = new WeakMap<Shape, number>();
let shapesMet = 0;

function numberOf(shape: Shape | undefined): number | undefined {
  if (shape === undefined) return undefined;
  const number = numbers.get(shape) ?? (shapesMet += 1);
  numbers.set(shape, number);
  return number;
}

function withMember(item: unknown, name: string, value: unknown): unknown {
  return typeof item === 'object' && item !== null ? { ...item, [name]: value } : item;
}

/** With the number of the shape, which all readers share: records, and the error that ended them. */
function outcome(chunks: readonly Uint8Array[], options: JsonReaderOptions): unknown {
  const records: unknown[] = [];
  const reader = createReader(
    plan,
    ({ emit, pointer, document, start, end, value, shape }) =>
      void records.push([emit, pointer, document, start, end, value, numberOf(shape)]),
    options,
  );
  try {
    for (const chunk of chunks) reader.feed(chunk);
    reader.end();
    return { records };
  } catch (error) {
    return { records, error };
  }
}

describe.each(engines)('with the %s engine', (engine) => {
  it('what several sources repeat is read as in each alone', () => {
    fc.assert(
      fc.property(sources, (all) => {
        const alone = { engine, shapes: new Shapes() };
        const together = { ...alone, twins: new Twins() };
        for (const { lists, edit, told, end, cuts } of all) {
          const configs = edited(lists, edit, told).map((list) => ({ list }));
          const chunks = cutAt(Buffer.from(`${JSON.stringify({ configs })}${end}`), cuts);
          expect(outcome(chunks, together)).toEqual(outcome(chunks, alone));
        }
      }),
      { numRuns: 1000 },
    );
  });

  const read = (value: unknown, twins: Twins, shapes: Shapes): readonly JsonRecord[] => {
    const records: JsonRecord[] = [];
    const reader = createReader(plan, (record) => void records.push(record), { engine, shapes, twins });
    reader.feed(Buffer.from(JSON.stringify({ configs: [{ list: value }] })));
    reader.end();
    return records.filter(({ emit }) => emit === 'entry');
  };

  it('an item that was in a source before is not read again, also after others that were not', () => {
    const [twins, shapes] = [new Twins(), new Shapes()];
    const items = ['a', 'b', 'c'].map((each) => ({ name: each }));
    const before = read(items, twins, shapes);
    const again = read([{ name: 'new' }, ...items], twins, shapes);
    expect(again.slice(2).map(({ names }) => names)).toEqual(before.slice(1).map(({ names }) => names));
    expect(again[3]?.names).toBe(before[2]?.names);
    expect(again.map(({ pointer }) => pointer)).toEqual([0, 1, 2, 3].map((index) => `/configs/0/list/${index}`));
  });

  it('an item of another moment is the same but for the moment', () => {
    const [twins, shapes] = [new Twins(), new Shapes()];
    const item = { last_updated: '2026-01-01T00:00:01Z', name: 'a', not_read: 'x' };
    const [before] = read([item], twins, shapes);
    const [after] = read([{ ...item, last_updated: '2026-02-03T04:05:06Z' }], twins, shapes);
    expect(after?.shape).toBe(before?.shape);
    expect(after?.value).toEqual({ last_updated: '2026-02-03T04:05:06Z', name: 'a' });
  });
});
