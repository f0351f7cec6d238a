import { expect, it } from 'vitest';
import { fromPointer, pointerParser, toPointer } from '../../src/input/pointer.ts';

it.each([
  ['', []],
  ['/', ['']],
  ['/a~1b/~0/~01/3', ['a/b', '~', '~1', '3']],
])('the pointer %j and its tokens are the same', (pointer, tokens) => {
  expect(fromPointer(pointer)).toEqual(tokens);
  expect(toPointer(tokens)).toBe(pointer);
});

it('many pointers are taken apart as each would be alone', () => {
  const tokensOf = pointerParser();
  const pointers = [
    '/configs/0/a/0',
    '/configs/0/a/1',
    '/configs/0/ab/1',
    '/configs/0',
    '',
    '/x',
    '/configs/1/a/0',
    '/a~1b/2',
  ];
  for (const pointer of pointers) expect(tokensOf(pointer)).toEqual(fromPointer(pointer));
});
