import { expect, it } from 'vitest';
import { causes } from '../../src/cause/causes.ts';
import { failures } from '../../src/symptom/failure.ts';

it('leads to every cause from some failure, and to none that does not exist', () => {
  const led = new Set(failures.flatMap((each) => each.causes));
  expect([...led].toSorted()).toEqual(causes.map(({ code }) => code).toSorted());
});

it('names each failure once, and each cause once under it', () => {
  const kinds = failures.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(failures.filter((each) => new Set(each.causes).size < each.causes.length)).toEqual([]);
});
