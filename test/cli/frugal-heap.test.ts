import { expect, it } from 'vitest';
import { frugalAfterMuch } from '../../src/cli/frugal-heap.ts';
import type { Progress } from '../../src/input/progress.ts';

it('a heap that is kept small takes nothing from what is told of the progress', () => {
  const told: Progress[] = [];
  const tell = frugalAfterMuch((progress) => told.push(progress));
  const all: readonly Progress[] = [
    ...[1, 1 << 25, 1 << 26, 2 ** 31, 2 ** 33].map((bytes) => ({ files: 0, ofFiles: 1, bytes, ofBytes: 1 << 27 })),
    { files: 0, ofFiles: 1, bytes: 1, ofBytes: 1 << 20, unpacked: 1 << 25 },
  ];
  for (const progress of all) tell(progress);
  expect(told).toEqual(all);
});
