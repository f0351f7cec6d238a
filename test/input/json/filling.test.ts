import { describe, expect, it } from 'vitest';
import type { FilledTexts, Filling, FillingOf, Stencil, TextTaker } from '../../../src/input/json/filling.ts';
import { opaque, whole } from '../../../src/input/json/plan.ts';
import type { Plan } from '../../../src/input/json/plan.ts';
import { createReader } from '../../../src/input/json/reader.ts';
import { Shapes, type Shape } from '../../../src/input/json/shape.ts';
import * as fc from '../../property.ts';
import { cutAt, engines } from './read.ts';

const fields = { name: opaque, last_updated: opaque, kind: whole, below: { items: opaque } };
const item: Plan = { emit: 'item', fields };
const plan: Plan = {
  fields: { list: { items: { ...item, fields: { ...fields, inner: item } } }, more: { items: item } },
};

/** A moment before those of records, in their form. */
const before = '2026-01-01T00:00:00Z';

/** What a reader did: texts that were filled in and pointers of what was delivered, in their order. */
interface Came {
  readonly all: readonly string[];
  readonly latest: string;
}

/** How a text is made of a record: its pointer, and its names without their beginnings, and something more; a line. */
function fillingFor(shape: Shape, into: TextTaker, more: Stencil): Filling {
  const names = shape.beginnings.flatMap(({ length }, name) => [{ text: ' ' }, { name, from: length }]);
  const [moment] = shape.varying;
  return {
    text: [{ pointer: true }, ...names, ...more, { text: ' →\n' }],
    aside: [],
    into,
    ...(moment !== undefined && { moment }),
  };
}

function linesIn({ bytes, start, end }: FilledTexts): readonly string[] {
  return Buffer.from(bytes.subarray(start, end)).toString().split('\n').slice(0, -1);
}

/** The same of records that were delivered. */
function byRecords(bytes: Uint8Array, list: string): Came {
  const all: string[] = [];
  let latest = before;
  const reader = createReader(plan, (record) => {
    const { pointer, shape, names = [], document } = record;
    const [moment] = shape?.varying ?? [];
    const time = moment === undefined ? undefined : names[moment];
    const isFilled =
      shape !== undefined &&
      document === 0 &&
      pointer.startsWith(`${list}/`) &&
      names.every((name) => /^[ !#-[\]-~]*$/u.test(name)) &&
      (time === undefined || (time.length === latest.length && time.endsWith('Z')));
    if (isFilled && time !== undefined && time > latest) latest = time;
    const rest = names.map((name, at) => ` ${name.slice(shape?.beginnings[at]?.length)}`);
    all.push(isFilled ? `${pointer}${rest.join('')} →` : `delivered ${pointer}`);
  });
  reader.feed(bytes);
  reader.end();
  return { all, latest };
}

const plain = ['"a"', '"outbound|80||b"', '"c.d"', '"~ !"', `"${'long.'.repeat(20)}"`];
const anyName = fc.constantFrom(...plain, ...plain, '"é"', '"\\u0041"', '"\\n"', '""', '1', '"\u007f"', '"é|b"');
const moments = ['2026-01-01T00:00:01Z', '2025-01-01T00:00:00Z', '2026-01-01T00:00:00.1Z', '2027-01-01T00:00:00+'];
const entry = fc.record({ name: anyName, moment: fc.constantFrom(...moments, undefined), kind: fc.constantFrom(1, 2) });
function textOf({ name: named, moment, kind }: { name: string; moment: string | undefined; kind: number }): string {
  return `{"name":${named},${moment === undefined ? '' : `"last_updated":"${moment}",`}"kind":${kind}}`;
}
const documents = fc.record({
  list: fc.array(entry.map(textOf), { maxLength: 12 }),
  others: fc.array(entry.map(textOf), { maxLength: 4 }),
  cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 2 }),
  isTwice: fc.boolean(),
});

describe.each(engines)('texts that are filled in, with the %s engine,', (engine) => {
  /**
   * Fills in texts for records of which `takerOf` names a taker, which puts its name before what it takes; all items of
   * `/list` are for the same when nothing is said.
   */
  function filled(
    chunks: readonly Uint8Array[],
    takerOf: (list: string, shape: Shape) => string | undefined = (list) => (list === '/list' ? '' : undefined),
    more: Stencil = [],
  ): Came {
    const all: string[] = [];
    let latest = before;
    const takers = new Map<string, TextTaker>();
    const takerNamed = (name: string): TextTaker => {
      const taker = takers.get(name) ?? {
        latest: () => latest,
        take(texts) {
          all.push(...linesIn(texts).map((line) => name + line));
          ({ latest } = texts);
        },
      };
      takers.set(name, taker);
      return taker;
    };
    const fillings = new Map<string, Map<Shape, Filling>>();
    const fillingOf: FillingOf = (shape, list) => {
      const name = takerOf(list, shape);
      const known = fillings.get(list) ?? new Map<Shape, Filling>();
      const filling = known.get(shape) ?? (name === undefined ? undefined : fillingFor(shape, takerNamed(name), more));
      if (filling !== undefined) fillings.set(list, known.set(shape, filling));
      return filling;
    };
    const reader = createReader(plan, ({ pointer }) => void all.push(`delivered ${pointer}`), { engine, fillingOf });
    for (const chunk of chunks) reader.feed(chunk);
    reader.end();
    return { all, latest };
  }
  const linesOf = (value: unknown, ...how: readonly [Parameters<typeof filled>[1]?, Stencil?]): readonly string[] =>
    filled([Buffer.from(JSON.stringify(value))], ...how).all;

  it('say what is in the records that would have been delivered, where these would have come', () => {
    let lines = 0;
    fc.assert(
      fc.property(documents, ({ list, others, cuts, isTwice }) => {
        const document = `{"list":[${list.join(',')}],"more":[${others.join(',')}]}`;
        const bytes = Buffer.from(isTwice ? `${document} ${document}` : document);
        const came = filled(cutAt(bytes, cuts));
        expect(came).toEqual(byRecords(bytes, '/list'));
        lines += came.all.filter((each) => !each.startsWith('delivered')).length;
      }),
      { numRuns: 1500 },
    );
    expect(lines).toBeGreaterThan(2000);
  });

  it('go to the taker of their list', () => {
    const items = [{ name: 'a' }, { name: 'b' }];
    expect(linesOf({ list: items, more: items }, (list) => `${list}: `)).toEqual([
      '/list: /list/0 a →',
      '/list: /list/1 b →',
      '/more: /more/0 a →',
      '/more: /more/1 b →',
    ]);
  });

  it('go to the taker of their shape', () => {
    const list = [{ name: 'a' }, { name: 'b', kind: 1 }, { name: 'c' }, { name: 'd', kind: 1 }];
    expect(linesOf({ list }, (_, shape) => (shape.has('kind') ? 'kind: ' : 'none: '))).toEqual([
      'none: /list/0 a →',
      'kind: /list/1 b →',
      'none: /list/2 c →',
      'kind: /list/3 d →',
    ]);
  });

  it('are not filled in for what is inside an item, of the same shape', () => {
    const list = [{ name: 'a' }, { name: 'b', inner: { name: 'c' } }];
    expect(linesOf({ list })).toEqual(['/list/0 a →', 'delivered /list/1/inner', '/list/1 b →']);
  });

  it('are not filled in for what has very many names', () => {
    const list = [10, 300].map((count) => ({ below: Array.from({ length: count }, () => 'a') }));
    expect(linesOf({ list })).toEqual([`/list/0${' a'.repeat(10)} →`, 'delivered /list/1']);
  });

  it('may be many more than there is room for at once', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => ({
      name: `${'n'.repeat(90)}-${index}`,
      kind: index % 40,
    }));
    expect(linesOf({ list })).toEqual(list.map(({ name }, index) => `/list/${index} ${name} →`));
  });

  it('are not filled in where one is longer than what there is room for', () => {
    const list = [10, 60_000, 70_000, 10].map((size) => ({ name: 'n'.repeat(size) }));
    const lines = linesOf({ list }, undefined, [{ text: '+' }, { name: 0, from: 0 }]);
    expect(lines.map((line) => line.length)).toEqual([31, 120_011, 'delivered /list/2'.length, 31]);
  });

  it('are not filled in where there are more shapes than there is room for', () => {
    const items = Array.from({ length: 500 }, (_, index) => ({ name: 'n', kind: index }));
    const lines = linesOf({ list: [...items, ...items] }, undefined, [{ text: 'x'.repeat(1000) }]);
    const areFilled = lines.map((line) => !line.startsWith('delivered'));
    expect(lines.map((line) => line.replace('delivered ', '').split(' ')[0])).toEqual(
      lines.map((_, index) => `/list/${index}`),
    );
    expect(areFilled.indexOf(false)).toBeGreaterThan(100);
    expect(areFilled.slice(500)).toEqual(areFilled.slice(0, 500));
  });

  it('come with what is written beside them', () => {
    const asides: string[] = [];
    const into: TextTaker = { latest: () => '', take: ({ aside }) => void asides.push(Buffer.from(aside).toString()) };
    const filling: Filling = { text: [{ text: 'long enough' }], aside: [{ name: 0, from: 1 }, { text: 'é ' }], into };
    const reader = createReader(plan, () => undefined, { engine, fillingOf: () => filling });
    reader.feed(Buffer.from(JSON.stringify({ list: [{ name: 'a1' }, { name: 'b2' }] })));
    expect(asides).toEqual(['1é 2é ']);
  });

  it('have a hash of their keys that tells them apart', () => {
    const hashes: number[] = [];
    const into: TextTaker = { latest: () => '', take: (texts) => void hashes.push(...texts.hashes) };
    const fillings = new Map<Shape, Filling>();
    const fillingOf: FillingOf = (shape) => {
      const key = [{ text: 'x ' }, { name: 0, from: 0 }];
      const filling = fillings.get(shape) ?? { text: [{ text: '.' }], aside: [], key, into };
      fillings.set(shape, filling);
      return filling;
    };
    const reader = createReader(plan, () => undefined, { engine, fillingOf, shapes: new Shapes() });
    reader.feed(Buffer.from(JSON.stringify({ list: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] })));
    expect(hashes).toHaveLength(6);
    expect(hashes.slice(0, 2)).toEqual(hashes.slice(4));
    expect(hashes.slice(0, 2)).not.toEqual(hashes.slice(2, 4));
  });
});
