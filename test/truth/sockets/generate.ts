/** Random matches and metadata. */
import type { JsonObject, JsonValue } from '../../../src/input/model.ts';
import type { Aim, Features } from '../lab/coverage.ts';
import type { Random } from '../lab/random.ts';
import { namespace, type SocketCase } from './case.ts';

const relations = [
  'equal',
  'more keys',
  'other value',
  'other type',
  'missing key',
  'empty',
  'no such namespace',
  'none',
];

export const features: Features = {
  matches: ['one', 'two', 'several'],
  /** Where an entry stands that matches everything. */
  'empty match': ['none', 'first', 'middle', 'last', 'without the field'],
  keys: ['one', 'two'],
  value: ['text', 'number', 'bool', 'null', 'list', 'struct', 'empty text'],
  /** How the metadata relate to what one of the matches asks for. */
  endpoint: relations,
  locality: relations,
};

export function possible(aim: Aim): boolean {
  return !(aim['matches'] === 'one' && aim['empty match'] === 'middle');
}

export function generate(random: Random, next: () => Aim): readonly SocketCase[] {
  const aim = next();
  const count = { one: 1, two: 2, several: 3 + random.below(3) }[aim['matches'] ?? 'one'] ?? 1;
  const asked = Array.from({ length: count }, () => matchFor(random, aim));
  const matches = withEmpty(random, aim['empty match'] ?? 'none', asked).map((match, at) => ({
    name: `match ${at}`.replace(' ', '-'),
    ...(match === undefined ? {} : { match }),
  }));
  const endpoint = metadataFor(random, aim['endpoint'] ?? 'none', asked);
  const locality = metadataFor(random, aim['locality'] ?? 'none', asked);
  return [
    {
      aim,
      matches,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(locality === undefined ? {} : { locality }),
    },
  ];
}

const values: Readonly<Record<string, readonly JsonValue[]>> = {
  text: ['istio', 'disabled', 'true', '1'],
  number: [0, 1, 1.5, -1],
  bool: [true, false],
  null: [null],
  list: [[], ['istio'], ['istio', 1], [['istio']]],
  struct: [{}, { a: 'istio' }, { a: { b: [1, null] } }],
  'empty text': [''],
};

function matchFor(random: Random, aim: Aim): JsonObject {
  const names = random.some(['tlsMode', 'tunnel', 'a.b', 'constructor'], 1).slice(0, aim['keys'] === 'two' ? 2 : 1);
  return Object.fromEntries(names.map((name) => [name, random.pick(values[aim['value'] ?? 'text'] ?? [''])]));
}

/** Undefined stands for a match that was left out. */
function withEmpty(random: Random, where: string, asked: readonly JsonObject[]): readonly (JsonObject | undefined)[] {
  switch (where) {
    case 'first':
      return [{}, ...asked];
    case 'last':
      return [...asked, {}];
    case 'middle':
      return asked.toSpliced(1 + random.below(asked.length - 1), 0, {});
    case 'without the field':
      return asked.toSpliced(random.below(asked.length + 1), 0, undefined as never);
    default:
      return asked;
  }
}

/** Metadata that relate to one of the matches as the aim says. */
function metadataFor(random: Random, relation: string, asked: readonly JsonObject[]): JsonObject | undefined {
  const match = random.pick(asked);
  const [name = '', ...others] = Object.keys(match);
  const rest = Object.fromEntries(others.map((other) => [other, match[other] ?? null]));
  switch (relation) {
    case 'none':
      return undefined;
    case 'no such namespace':
      return { 'envoy.lb': match };
    case 'empty':
      return { [namespace]: {} };
    case 'missing key':
      return { [namespace]: rest };
    case 'more keys':
      return { [namespace]: { ...match, more: 'x' } };
    case 'other value':
      return { [namespace]: { ...match, [name]: 'something else' } };
    case 'other type':
      return { [namespace]: { ...match, [name]: otherType(random, match[name] ?? null) } };
    default:
      return { [namespace]: match };
  }
}

function otherType(random: Random, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[])[0] ?? 'x';
  if (typeof value === 'object' && value !== null) return Object.keys(value);
  return random.pick(
    [String(value), [value], { value }, value === 1 || value === true ? 'true' : 1].filter((other) => other !== value),
  );
}
