import { isDeepStrictEqual } from 'node:util';
import * as fc from '../../property.ts';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/input/model.ts';
import type { JsonRecord } from '../../../src/input/json/record.ts';
import { cuts, documents, plans, spoiled, spoils } from './arbitrary.ts';
import { project } from './oracle.ts';
import type { Expected } from './oracle.ts';
import { cutAt, decoded, engines, readChunks } from './read.ts';

const parse: (text: string) => JsonValue = JSON.parse;
const runs = { numRuns: 500 };

const byPlace = (one: Expected, other: Expected): number =>
  `${one.pointer} ${one.emit}` < `${other.pointer} ${other.emit}` ? -1 : 1;
const told = (records: readonly Expected[]): Expected[] =>
  records.map(({ emit, pointer, value }) => ({ emit, pointer, value })).toSorted(byPlace);

/** `same`, or both as text: the matchers of the test runner take an own `__proto__` for the prototype. */
function sameOrTold(actual: unknown, expected: unknown): string {
  return isDeepStrictEqual(actual, expected) ? 'same' : `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`;
}

describe.each(engines)('the reader with the %s engine', (engine) => {
  it('delivers what projecting the value of JSON.parse gives, however the bytes are cut', () => {
    fc.assert(
      fc.property(documents, plans, cuts, (text, plan, parts) => {
        const { records, error } = readChunks(cutAt(Buffer.from(text), parts), plan, { engine });
        expect(error).toBeUndefined();
        expect(sameOrTold(told(records), told(project(parse(text), plan)))).toBe('same');
      }),
      runs,
    );
  });

  it('tells the range of each record', () => {
    fc.assert(
      fc.property(documents, plans, cuts, (text, plan, parts) => {
        const first = Buffer.from(`\uFEFF 200 ${text}`);
        const bytes = Buffer.concat([first, Buffer.from(`\n${text}`)]);
        const isNumber = typeof parse(text) === 'number';
        const { records } = readChunks(cutAt(bytes, parts), plan, { engine });
        for (const { start, end, pointer, document } of records.filter(isNoStatus)) {
          const value = parse(bytes.subarray(start, end).toString());
          expect(sameOrTold(value, at(parse(text), pointer))).toBe('same');
          expect(document).toBe(start < first.length || isNumber ? 0 : 1);
        }
      }),
      runs,
    );
  });

  it('delivers what is inside before what is around it', () => {
    fc.assert(
      fc.property(documents, plans, (text, plan) => {
        const { records } = readChunks([Buffer.from(text)], plan, { engine });
        const ends = records.map(({ end }) => end);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
      }),
      runs,
    );
  });

  it('calls a document cut wherever it ends early, and delivers what was complete', () => {
    fc.assert(
      fc.property(
        documents,
        plans,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (text, plan, part) => {
          const bytes = Buffer.from(`[${text}]`);
          const kept = bytes.subarray(0, Math.floor(part * bytes.length));
          const whole = readChunks([bytes], plan, { engine }).records;
          const { records, error } = readChunks([kept], plan, { engine });
          expect(error?.kind).toBe('cut');
          const complete = whole.filter((record) => isOver(record, kept.length));
          expect(sameOrTold(records, complete)).toBe('same');
        },
      ),
      runs,
    );
  });
});

describe('the two engines', () => {
  it('agree on any bytes: records, error and its place', () => {
    fc.assert(
      fc.property(documents, plans, cuts, spoils, (text, plan, parts, spoil) => {
        const chunks = cutAt(spoiled(text, spoil), parts);
        const [plain, simd] = engines.map((engine) => readChunks(chunks, plan, { engine }));
        expect(sameOrTold(simd, plain)).toBe('same');
      }),
      { numRuns: 2000 },
    );
  });

  it('accept exactly what JSON.parse accepts when everything is read', () => {
    fc.assert(
      fc.property(documents, spoils, (text, spoil) => {
        const bytes = spoiled(text, spoil);
        const { records, error } = readChunks([bytes], { emit: 'all', whole: true }, { single: true });
        const read = error === undefined ? { value: records[0]?.value } : undefined;
        expect(sameOrTold(read, parsed(bytes))).toBe('same');
      }),
      { numRuns: 2000 },
    );
  });
});

function parsed(bytes: Uint8Array): { readonly value: JsonValue } | undefined {
  try {
    return { value: parse(decoded(bytes)) };
  } catch {
    return undefined;
  }
}

/** The value at a pointer. */
function at(value: JsonValue, pointer: string): JsonValue | undefined {
  const names = pointer.split('/').slice(1);
  return names.reduce<JsonValue | undefined>((each, name) => {
    const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof each === 'object' && each !== null
      ? Object.entries(each).find(([own]) => own === key)?.[1]
      : undefined;
  }, value);
}

function isNoStatus({ start, end }: JsonRecord): boolean {
  return start > 8 || end > 8;
}

/** Whether it can be known that a value is over: a number may go on. */
function isOver({ end, value }: JsonRecord, length: number): boolean {
  return end < length || (end === length && typeof value !== 'number');
}
