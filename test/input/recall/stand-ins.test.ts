import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/evidence.ts';
import { Shape } from '../../../src/input/json/shape.ts';
import type { JsonValue } from '../../../src/input/model.ts';
import { isObject, stringField } from '../../../src/input/spelling.ts';
import { learn } from '../../../src/input/recall/stand-ins.ts';

const shape = new Shape('{"name":\u0001out|\u0002,"other":\u0001..\u0002,"kind":"x"}');
const example = ['out|a', 'b.c.d'];
const place: Place = { source: 'a.json', pointer: '/list/7' };

/** What is learned from a way to make something of `name`. */
const learned = (make: (name: string, place: Place) => object | undefined) =>
  learn(shape, example, (value, at) => make(isObject(value) ? (stringField(value, 'name') ?? '') : '', at));

const copyOf = (value: JsonValue): object | undefined => (isObject(value) ? { ...value } : undefined);

describe('learning from stand-ins', () => {
  it('fills names and places in wherever they were', () => {
    const make = learned((name, at) => ({ list: [1, { name, at }], name, kind: 'x' }));
    expect(make?.make(['out|x', 'b.c.d'], place)).toEqual({
      list: [1, { name: 'out|x', at: place }],
      name: 'out|x',
      kind: 'x',
    });
  });

  it('shares what holds no name between all results', () => {
    const make = learned((name) => ({ name, constant: { x: [1] } }));
    const [one, other] = ['out|a', 'out|c'].map((name) => make?.make([name, 'b.c.d'], place));
    expect(one).toHaveProperty('constant.x', [1]);
    expect(one && 'constant' in one && one.constant).toBe(other && 'constant' in other && other.constant);
  });

  it('puts names into longer strings, and what all begin with apart from the rest', () => {
    const make = learned((name, at) => ({ text: `<${name}> at ${at.pointer}`, rest: name.split('|')[1] }));
    expect(make?.make(['out|x', 'b.c.d'], place)).toEqual({ text: '<out|x> at /list/7', rest: 'x' });
  });

  it('escapes names that get into text', () => {
    const make = learn(
      shape,
      example,
      (value) => ({ json: JSON.stringify(value) }),
      (text) => JSON.stringify(text).slice(1, -1),
    );
    const names = ['out|"x"', 'b.\\.d'];
    expect(make?.make(names, place)).toEqual({ json: JSON.stringify({ name: names[0], other: names[1], kind: 'x' }) });
  });

  it('tells how each of its strings comes about', () => {
    const learnt = learned((name, at) => ({
      list: [name],
      below: { text: `${name} at ${at.pointer} in ${at.source}` },
      kind: 'x',
      name,
    }));
    expect(learnt?.stencilOf('name')).toEqual([{ name: 0, from: 0 }]);
    expect(learnt?.stencilOf('kind')).toEqual([{ text: 'x' }]);
    expect(learnt?.stencilOf('below', 'text')).toEqual([
      { text: 'out|' },
      { name: 0, from: 4 },
      { text: ' at ' },
      { pointer: true },
      { text: ' in ' },
      { source: true },
      { text: '' },
    ]);
    expect([learnt?.stencilOf('below'), learnt?.stencilOf('list'), learnt?.stencilOf('other', 'text')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(learnt?.example).toHaveProperty('kind', 'x');
  });

  it('moves a result to another place, and makes anew only what is different there', () => {
    const make = learned((name, at) => ({
      name,
      at,
      list: [{ where: `${name} at ${at.pointer}` }, { constant: [name] }],
    }));
    const names = ['out|x', 'b.c.d'];
    const made = make?.make(names, { source: 'b.json', pointer: '/other' });
    const moved = made && make?.move(made, names, place);
    expect(moved).toEqual(make?.make(names, place));
    expect(moved).toHaveProperty('list.1', made && 'list' in made && Array.isArray(made.list) ? made.list[1] : {});
  });

  it('moves to another moment', () => {
    const timed = new Shape('{"last_updated":\u0001..\u0002,"name":\u0001\u0002}');
    const make = learn(timed, ['1.2', 'a'], copyOf);
    const made = make?.make(['1.2', 'a'], place);
    expect(made && make?.move(made, ['3.4', 'a'], place)).toEqual({ last_updated: '3.4', name: 'a' });
  });

  it.each([
    ['a piece of a name', (name: string) => ({ text: name.slice(5) })],
    ['a name in lower case', (name: string) => ({ text: name.toLowerCase() })],
    ['the first word of a name', (name: string) => ({ text: name.split('a')[1]?.slice(1) })],
    ['a key', (name: string) => ({ [name]: 1 })],
    ['an object of a class', () => ({ when: new Date(0) })],
    ['a part of the place', (_: string, at: Place) => ({ where: at.pointer.slice(3) })],
    ['nothing', () => undefined],
  ])('learns nothing from %s', (_, make) => {
    expect(learned(make)).toBeUndefined();
  });

  it('takes no name that stands in the source for a stand-in', () => {
    const tricky = new Shape('{"name":\u0001\u0002,"trap":"\ue000","also":"\ue001"}');
    const make = learn(tricky, ['b'], (value) => (isObject(value) ? value : undefined));
    expect(make?.make(['a'], place)).toEqual({ name: 'a', trap: '\ue000', also: '\ue001' });
  });
});
