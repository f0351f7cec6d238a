import { describe, expect, it } from 'vitest';
import { whole } from '../../../src/input/json/plan.ts';
import type { Plan } from '../../../src/input/json/plan.ts';
import { readAll } from '../../../src/input/json/reader.ts';

const read = (text: string, plan: Plan) => readAll(Buffer.from(text), plan);

describe('the reader', () => {
  it('delivers what a plan names, in either spelling, with its place', () => {
    const plan: Plan = {
      fields: {
        configs: { items: { fields: { dynamic_clusters: { items: { emit: 'c', fields: { name: whole } } } } } },
      },
    };
    const text = '{"configs": [{}, {"dynamicClusters": [{"name": "é", "x": [1]}]}]}';
    const [record] = read(text, plan);
    expect(record).toMatchObject({
      emit: 'c',
      value: { name: 'é' },
      pointer: '/configs/1/dynamicClusters/0',
      document: 0,
    });
    expect(JSON.parse(Buffer.from(text).subarray(record?.start, record?.end).toString())).toEqual({
      name: 'é',
      x: [1],
    });
  });

  it('delivers what is inside before what is around it, and leaves it out there', () => {
    const plan: Plan = { emit: 'outer', fields: { a: { emit: 'inner', whole: true }, b: whole } };
    expect(read('{"a": {"x": 1}, "b": 2}', plan).map(({ emit, value }) => [emit, value])).toEqual([
      ['inner', { x: 1 }],
      ['outer', { b: 2 }],
    ]);
  });

  it('reads concatenated documents after a BOM and a status code', () => {
    expect(read('\uFEFF200\n{"a":1}\n[2]', { emit: 'root', whole: true }).map((r) => [r.document, r.value])).toEqual([
      [0, 200],
      [0, { a: 1 }],
      [1, [2]],
    ]);
  });
});
