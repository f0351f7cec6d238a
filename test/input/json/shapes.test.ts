import { describe, expect, it } from 'vitest';
import { opaque, whole } from '../../../src/input/json/plan.ts';
import type { Plan } from '../../../src/input/json/plan.ts';
import { createReader } from '../../../src/input/json/reader.ts';
import type { JsonRecord } from '../../../src/input/json/record.ts';
import { Shapes } from '../../../src/input/json/shape.ts';
import { engines } from './read.ts';

const plan: Plan = { items: { emit: 'item', fields: { name: opaque, kind: whole, below: { members: opaque } } } };

describe.each(engines)('with the %s engine, records', (engine) => {
  const read = (value: unknown, shapes = new Shapes()): readonly JsonRecord[] => {
    const records: JsonRecord[] = [];
    const reader = createReader(plan, (record) => void records.push(record), { engine, shapes });
    reader.feed(Buffer.from(JSON.stringify(value)));
    reader.end();
    return records;
  };
  const shapesOf = (value: unknown): readonly unknown[] => read(value).map(({ shape }) => shape);

  it('that differ in opaque strings only have one shape', () => {
    const [one, other] = shapesOf([
      { name: 'outbound|80||a.demo', kind: 1, below: { x: 'é-1', y: 2 } },
      { name: 'outbound|80||bc.2', kind: 1, below: { x: 'A€', y: 2 } },
    ]);
    expect(one).toBeDefined();
    expect(one).toBe(other);
  });

  it.each([
    ['another value', { name: 'a', kind: 2 }],
    ['another member', { name: 'a', kind: 1, below: {} }],
    ['an empty name', { name: '', kind: 1 }],
    ['a name that is no string', { name: 1, kind: 1 }],
    ['another order', { kind: 1, name: 'a' }],
    ['other punctuation', { name: 'a.b', kind: 1 }],
    ['a bar', { name: 'a|', kind: 1 }],
    ['escapes', { name: 'a\u0000', kind: 1 }],
  ])('with %s have another', (_, other) => {
    const [first, second] = shapesOf([{ name: 'a', kind: 1 }, other]);
    expect(first).not.toBe(second);
  });

  it.each([
    ['before the last bar', 'outbound|80||a', 'outbound|81||a'],
    ['in punctuation', 'a.b:c', 'a:b.c'],
  ])('whose names differ %s have different shapes', (_, one, other) => {
    const [first, second] = shapesOf([{ name: one }, { name: other }]);
    expect(first).not.toBe(second);
  });

  it('tell their names in the order of the source', () => {
    const [record] = read([{ below: { x: 'one', y: '', z: 'two' }, name: 'thrée |{}[]:,' }]);
    expect(record?.names).toEqual(['one', 'two', 'thrée |{}[]:,']);
  });

  it('tell what their names begin with', () => {
    const [record] = read([{ name: 'outbound|80|v1|a|b', below: { x: 'c' } }]);
    expect(record?.shape?.beginnings).toEqual(['outbound|80|v1|a|', '']);
  });

  it('have their values, from shapes and from the many that are too many to be kept', () => {
    const items = Array.from({ length: 6000 }, (_, index) => ({ name: `n${index}`, kind: index % 3000, below: {} }));
    const records = read(items);
    expect(records.map(({ value }) => value)).toEqual(items);
    expect(records.some(({ shape }) => shape === undefined)).toBe(true);
  });

  it('have their values when their names are longer than what is set aside for names', () => {
    const items = [1, 2].map((kind) => ({ name: `${kind}`.repeat(100_000), kind, below: { x: 'y'.repeat(100_000) } }));
    expect(read(items).map(({ value }) => value)).toEqual(items);
  });

  it('of several readers share their shapes', () => {
    const shapes = new Shapes();
    const [one] = read([{ name: 'a' }], shapes);
    const [other] = read([{ name: 'b' }], shapes);
    expect(one?.shape).toBe(other?.shape);
  });
});
