import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/evidence.ts';
import { Shape } from '../../../src/input/json/shape.ts';
import { isObject, stringField } from '../../../src/input/spelling.ts';
import { learn } from '../../../src/input/recall/stand-ins.ts';

const shape = new Shape('{"name":\u0001,"other":\u0001,"kind":"x"}');
const place: Place = { source: 'a.json', pointer: '/list/7' };

/** What is learned from a way to make something of `name`. */
const learned = (make: (name: string, place: Place) => object | undefined) =>
  learn(shape, (value, at) => make(isObject(value) ? (stringField(value, 'name') ?? '') : '', at));

describe('learning from stand-ins', () => {
  it('fills names and places in wherever they were', () => {
    const make = learned((name, at) => ({ list: [1, { name, at }], name, kind: 'x' }));
    expect(make?.(['a', 'b'], place)).toEqual({ list: [1, { name: 'a', at: place }], name: 'a', kind: 'x' });
  });

  it('shares what holds no name between all results', () => {
    const make = learned((name) => ({ name, constant: { x: [1] } }));
    expect(make?.(['a', 'b'], place)).toHaveProperty('constant', expect.anything());
    const [one, other] = ['a', 'c'].map((name) => make?.([name, 'b'], place));
    expect(one && 'constant' in one && one.constant).toBe(other && 'constant' in other && other.constant);
  });

  it.each([
    ['a part of a longer string', (name: string) => ({ text: `<${name}>` })],
    ['a piece of a name', (name: string) => ({ text: name.slice(1) })],
    ['a name in lower case', (name: string) => ({ text: name.toLowerCase() })],
    ['the first word of a name', (name: string) => ({ text: name.split('.')[0] })],
    ['a key', (name: string) => ({ [name]: 1 })],
    ['an object of a class', () => ({ when: new Date(0) })],
    ['a part of the place', (_: string, at: Place) => ({ where: at.pointer })],
    ['nothing', () => undefined],
  ])('learns nothing from %s', (_, make) => {
    expect(learned(make)).toBeUndefined();
  });

  it('takes no name that stands in the source for a stand-in', () => {
    const tricky = new Shape('{"name":\u0001,"trap":"\ue000","also":"\ue001"}');
    const make = learn(tricky, (value) => (isObject(value) ? value : undefined));
    expect(make?.(['a'], place)).toEqual({ name: 'a', trap: '\ue000', also: '\ue001' });
  });
});
