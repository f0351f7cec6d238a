import { describe, expect, it } from 'vitest';
import type { JsonRecord } from '../../../src/input/json/record.ts';
import { opaque, whole } from '../../../src/input/json/plan.ts';
import { readAll } from '../../../src/input/json/reader.ts';
import { RecordStore } from '../../../src/input/shelf/record-store.ts';

/** Records as the reader delivers them: with opaque names, or, where there are none, as values. */
function records(count: number, name: typeof opaque): readonly JsonRecord[] {
  const items = Array.from({ length: count }, (_, index) => ({ name: `wéb-${index} 𝄞\ud800`, port: index % 3 }));
  const plan = { items: { emit: 'entry', fields: { name, port: whole } } };
  return readAll(Buffer.from(JSON.stringify(items)), plan);
}

/** What there is to know of a record. */
function told({ value, pointer, document, start, end, names }: JsonRecord): unknown {
  return { value, pointer, document, start, end, names };
}

describe('records in a file', () => {
  it.each([
    ['have their names', opaque],
    ['have their values', whole],
  ])('come back as they were, and %s', (_, name) => {
    const store = new RecordStore();
    const all = records(20_000, name);
    for (const [index, record] of all.entries()) store.append({ record, nth: index % 2 });
    expect(store).toHaveLength(20_000);
    for (const index of [0, 1, 8191, 8192, 19_999]) {
      const record = all[index];
      if (record === undefined) throw new Error('there are so many');
      const back = store.at(index);
      expect([told(back.record), back.nth]).toEqual([told(record), index % 2]);
      expect(back.record.shape).toBe(record.shape);
    }
  });

  it('may be longer than what is written at once', () => {
    const store = new RecordStore();
    const value = { text: 'x'.repeat(1 << 20) };
    const place = { emit: 'entry', pointer: '/0', document: 0, start: 0, end: 1 };
    store.append({ record: { ...place, value: {} }, nth: 0 });
    store.append({ record: { ...place, value }, nth: 0 });
    expect([store.at(0).record.value, store.at(1).record.value]).toEqual([{}, value]);
  });
});
