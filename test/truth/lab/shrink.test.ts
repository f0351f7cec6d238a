import { describe, expect, it } from 'vitest';
import type { Case, Kind } from './kind.ts';
import type { Lab } from './lab.ts';
import { shrink } from './shrink.ts';

interface Numbers extends Case {
  readonly values: readonly number[];
}

/** Fails for as long as 3 and 7 are both there; cannot run without 1. */
const kind: Kind<Numbers> = {
  name: 'numbers',
  unit: 'numbers',
  usual: 0,
  features: {},
  possible: () => true,
  fixed: [],
  generate: () => [],
  classify: (observed) => observed,
  run: async ([first]) => {
    if (first?.values.includes(1) !== true) throw new Error('cannot run');
    const both = first.values.includes(3) && first.values.includes(7);
    return Promise.resolve([{ predicted: 'right', observed: both ? 'wrong' : 'right' }]);
  },
  *smaller(from) {
    for (const at of from.values.keys()) yield { values: from.values.toSpliced(at, 1) };
  },
};

describe('a failing case', () => {
  it('is made smaller for as long as it fails and can be run', async () => {
    const outcome = { predicted: 'right', observed: 'wrong' };
    const lab = {} as unknown as Lab;
    const shrunk = await shrink(kind, { name: 'kept', values: [0, 1, 2, 3, 4, 5, 6, 7, 8] }, outcome, lab);
    expect(shrunk.smallest).toEqual({ values: [1, 3, 7] });
    expect(shrunk.outcome).toEqual(outcome);
  });
});
