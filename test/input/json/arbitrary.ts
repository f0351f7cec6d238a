import * as fc from '../../property.ts';
import type { Plan } from '../../../src/input/json/plan.ts';

const planNames = [
  'a',
  'b_c',
  'd_e_f',
  '__proto__',
  'constructor',
  'x/y',
  '~',
  'long_name_that_fills_a_block_of_bytes',
];
const otherNames = ['bC', 'dEF', 'longNameThatFillsABlockOfBytes', '', 'é', '"', '\\', '\u{1f512}', 'aa', '0', 'b_'];

/** A plan of a few levels over the names that documents have. */
export const plans: fc.Arbitrary<Plan> = fc.letrec<{ plan: Plan; child: Plan }>((tie) => ({
  plan: fc
    .record({
      emit: fc.option(fc.constantFrom('one', 'two'), { nil: undefined, freq: 2 }),
      whole: fc.option(fc.constant(true), { nil: undefined, freq: 3 }),
      opaque: fc.option(fc.constant(true), { nil: undefined, freq: 3 }),
      fields: fc.option(fc.dictionary(fc.constantFrom(...planNames), tie('child'), { maxKeys: 5 }), { nil: undefined }),
      members: fc.option(tie('child'), { nil: undefined }),
      base: fc.option(tie('child'), { nil: undefined, freq: 2 }),
      items: fc.option(tie('child'), { nil: undefined }),
    })
    .map((plan): Plan => Object.fromEntries(Object.entries(plan).filter(([, value]) => value !== undefined))),
  child: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom({}, { whole: true }, { opaque: true, whole: true }),
    tie('plan'),
  ),
})).plan;

/** White space, escapes and number forms are the source's choice; what it means is not. */
const space = fc.constantFrom('', '', '', ' ', '\n  ', '\t', '\r\n                          ');

const letter = fc.oneof(
  fc.constantFrom('a', ' ', '{', '}', '[', ']', ',', ':', '/', 'é', '€', '\u{1f512}', '\u{7f}', '\u2028'),
  fc.constantFrom('\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t', '\\u0000', '\\u00E9', '\\ud83d\\udd12'),
  fc.constantFrom('\\udead', '\\u0022', '\\u005c'),
);
const text = fc
  .oneof({ weight: 5, arbitrary: fc.array(letter, { maxLength: 6 }) }, fc.array(letter, { maxLength: 90 }))
  .map((letters) => `"${letters.join('')}"`);

const scalar = fc.oneof(
  text,
  fc.constantFrom('true', 'false', 'null', '0', '-0', '1', '-1.5', '1e400', '1E-2', '12345678901234567890', '0.1e+1'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);

const name = fc
  .tuple(fc.constantFrom(...planNames, ...otherNames), fc.boolean())
  .map(([plain, escape]) => (escape ? escaped(plain) : JSON.stringify(plain)));

function escaped(plain: string): string {
  const units = Array.from({ length: plain.length }, (_, index) => plain.charCodeAt(index));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

/** The text of a JSON document without duplicate names, spelled at random. */
export const documents: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 6, depthSize: 'large' }, scalar, tie('object'), tie('array')),
  object: fc
    .tuple(
      fc.uniqueArray(fc.tuple(name, tie('value'), space, space), {
        selector: ([each]): unknown => JSON.parse(each),
        maxLength: 6,
      }),
      space,
    )
    .map(([members, end]) => {
      const inner = members.map(([each, value, before, after]) => `${before}${each}${after}:${before}${value}${after}`);
      return `{${inner.join(',')}${end}}`;
    }),
  array: fc
    .tuple(fc.array(fc.tuple(space, tie('value'), space), { maxLength: 5 }), space)
    .map(([items, end]) => `[${items.map((item) => item.join('')).join(',')}${end}]`),
})).value;

/** Where to cut bytes into chunks, as parts of their length. */
export const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

/** Bytes to spoil a document with, each with its place. */
export const spoils = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    fc.constantFrom(...Buffer.from('{}[]":,\\u0e-.t \u0001é')),
  ),
  { minLength: 1, maxLength: 4 },
);

/** The document with some bytes replaced. */
export function spoiled(document: string, spoil: readonly (readonly [number, number])[]): Uint8Array {
  const bytes = Buffer.from(document);
  for (const [part, byte] of spoil) bytes[Math.floor(part * bytes.length)] = byte;
  return bytes;
}
