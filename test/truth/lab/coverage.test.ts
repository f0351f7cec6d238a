import { describe, expect, it } from 'vitest';
import { Coverage, type Aim } from './coverage.ts';
import { Random } from './random.ts';

const features = { colour: ['red', 'green', 'blue'], size: ['small', 'large'], shape: ['round', 'square'] };

function anything(): boolean {
  return true;
}

function notLargeAndRed({ colour, size }: Aim): boolean {
  return !(colour === 'red' && size === 'large');
}

function aims(coverage: Coverage, seed: number, count: number): readonly Aim[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const aim = coverage.aim(random);
    coverage.met(aim);
    return aim;
  });
}

describe('aims', () => {
  it('give every feature a value, and every pair of values soon', () => {
    const coverage = new Coverage(features, anything);
    const chosen = aims(coverage, 1, 10);
    expect(chosen.every((aim) => Object.keys(aim).toSorted().join() === 'colour,shape,size')).toBe(true);
    const { pairs, missing } = coverage.report();
    expect(pairs).toEqual({ met: 16, possible: 16 });
    expect(missing).toEqual([]);
  });

  it('are the same for the same seed', () => {
    const twice = [7, 7].map((seed) => aims(new Coverage(features, anything), seed, 5));
    expect(twice[0]).toEqual(twice[1]);
  });

  it('never bring together what cannot meet', () => {
    const coverage = new Coverage(features, notLargeAndRed);
    expect(aims(coverage, 3, 30).every(notLargeAndRed)).toBe(true);
    expect(coverage.report().pairs).toEqual({ met: 15, possible: 15 });
    expect(coverage.report().triples).toEqual({ met: 10, possible: 10 });
  });
});

describe('the report', () => {
  it('counts what has met and names what has not', () => {
    const coverage = new Coverage({ a: ['1', '2'], b: ['1'], c: ['1'] }, anything);
    coverage.met({ a: '1', b: '1', c: '1' });
    const report = coverage.report();
    expect(report.pairs).toEqual({ met: 3, possible: 5 });
    expect(report.triples).toEqual({ met: 1, possible: 2 });
    expect(report.missing).toEqual(['a=2 × b=1', 'a=2 × c=1']);
  });
});
