import { expect, it } from 'vitest';
import { NameSet } from '../../../src/cli/pages/name-set.ts';

const names = Array.from({ length: 50_000 }, (_, index) => `outbound|80||svc-${index}.demo.svc.cluster.local`);

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function hashes(from: number, to: number): Int32Array {
  return Int32Array.from(range(from, to).flatMap((each) => [Math.imul(each, 0x9e_37_79_b1), each * 2 + 1]));
}

it('tells of each name whether it was there already, however many there are', () => {
  const set = new NameSet();
  expect(names.filter((name) => set.add(name))).toEqual([]);
  expect(names.filter((name) => !set.add(name))).toEqual([]);
});

it('has what was added, and nothing else', () => {
  const set = new NameSet();
  const [some, others] = [names.slice(0, 25_000), names.slice(25_000)];
  for (const name of some) set.add(name);
  expect(some.every((name) => set.has(name))).toBe(true);
  expect(others.some((name) => set.has(name))).toBe(false);
});

it('takes hashes by the thousand, and tells when one of them was there already', () => {
  const set = new NameSet();
  expect(set.addHashes(hashes(0, 20_000))).toBe(false);
  expect(set.addHashes(hashes(20_000, 90_000))).toBe(false);
  expect(set.addHashes(hashes(89_999, 90_001))).toBe(true);
});
