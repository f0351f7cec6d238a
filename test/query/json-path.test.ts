import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { findByPath } from '../../src/query/json-path.ts';

const dump = { configs: [{ name: 'a/b', 'x~y': 1 }, { name: 'c' }] };

describe('a JSONPath', () => {
  test('finds values with their pointers, escaped as RFC 6901 has it', () => {
    expect(findByPath('$.configs[*].name', dump)).toEqual([
      { pointer: '/configs/0/name', value: 'a/b' },
      { pointer: '/configs/1/name', value: 'c' },
    ]);
    expect(findByPath("$..['x~y']", dump)).toEqual([{ pointer: '/configs/0/x~0y', value: 1 }]);
  });

  test.each(["$.configs[?(@.name=='c')]", '$.configs[(@.length-1)]', '$..[?(process.exit(7))]', '$[ ?( 1 ) ]'])(
    'refuses to evaluate %s, with a sentence',
    (path) => {
      expect(() => findByPath(path, dump)).toThrow(UsageError);
      expect(() => findByPath(path, dump)).toThrow('not evaluated');
    },
  );

  test('never reaches what an object inherits', () => {
    expect(findByPath('$.constructor', dump)).toEqual([]);
    expect(findByPath('$..__proto__', dump)).toEqual([]);
    expect(findByPath('$..toString', dump)).toEqual([]);
  });

  test.each(['$.configs[', "$['a", ''])('says that %j is no path', (path) => {
    expect(() => findByPath(path, dump)).toThrow('cannot be read');
  });

  test('says so when nesting is too deep for it', () => {
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 20_000; level += 1) deep = { a: deep };
    expect(() => findByPath('$..b', deep)).toThrow('too deep');
  });
});
