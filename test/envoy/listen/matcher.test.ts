import { describe, expect, it } from 'vitest';
import { evaluateMatcher, type MatchInput } from '../../../src/envoy/listen/matcher.ts';
import { field } from '../../../src/envoy/read/matcher-json.ts';

/** Inputs by name: text, absent (undefined) or unknown (null). */
type Inputs = Readonly<Record<string, string | null>>;

function run(matcher: unknown, inputs: Inputs = {}): string {
  const result = evaluateMatcher(matcher, ({ type }) => inputOf(inputs[type]));
  switch (result.kind) {
    case 'action':
      return String(field(result.action.value, 'value'));
    case 'no-match':
      return 'no match';
    case 'unknown':
      return `unknown: ${result.needs}`;
  }
}

function inputOf(value: string | null | undefined): MatchInput {
  if (value === undefined) return { kind: 'absent' };
  return value === null ? { kind: 'unknown', needs: 'it' } : { kind: 'string', value };
}

function config(type: string, content: object = {}): object {
  return { name: 'any', typed_config: { '@type': `type.googleapis.com/${type}`, ...content } };
}

function to(value: string, more: object = {}): object {
  return { action: config('google.protobuf.StringValue', { value }), ...more };
}

function exact(map: object, more: object = {}): object {
  return { matcher_tree: { input: config('in'), exact_match_map: { map } }, ...more };
}

function prefix(map: object, more: object = {}): object {
  return { matcher_tree: { input: config('in'), prefix_match_map: { map } }, ...more };
}

function custom(type: string, content: object, more: object = {}): object {
  const custom_match = config(`xds.type.matcher.v3.${type}`, content);
  return { matcher_tree: { input: config('in'), custom_match }, ...more };
}

function list(...matchers: readonly (readonly [object, object])[]): object {
  return {
    matcher_list: { matchers: matchers.map(([predicate, on_match]) => ({ predicate, on_match })) },
    on_no_match: to('otherwise'),
  };
}

function single(value_match: object, input = 'in'): object {
  return { single_predicate: { input: config(input), value_match } };
}

const otherwise = { on_no_match: to('otherwise') };
const deadEnd = { matcher: exact({}) };

describe('a matcher', () => {
  it('without lists and trees leads to on_no_match, or nowhere', () => {
    expect(run(otherwise)).toBe('otherwise');
    expect(run({})).toBe('no match');
    expect(run(undefined)).toBe('no match');
    expect(run({ on_no_match: {} })).toBe('no match');
    expect(run({ on_no_match: deadEnd })).toBe('no match');
  });

  it('nests, but not for ever', () => {
    let nested: object = otherwise;
    for (let depth = 0; depth < 99; depth += 1) nested = { on_no_match: { matcher: nested } };
    expect(run(nested)).toBe('otherwise');
    for (let depth = 0; depth < 2; depth += 1) nested = { on_no_match: { matcher: nested } };
    expect(run(nested)).toBe('unknown: a matcher less deeply nested');
  });

  it('goes on behind actions that keep matching', () => {
    expect(run(exact({ a: to('a', { keep_matching: true }) }, otherwise), { in: 'a' })).toBe('otherwise');
    const nested = { matcher: exact({ a: to('a') }), keep_matching: true };
    expect(run(exact({ a: nested }, otherwise), { in: 'a' })).toBe('otherwise');
    expect(run(exact({ a: to('a', { keep_matching: false }) }, otherwise), { in: 'a' })).toBe('a');
  });

  it('takes wrappers off an action', () => {
    const wrapped = {
      action: {
        typed_config: {
          '@type': 'type.googleapis.com/xds.type.v3.TypedStruct',
          type_url: 'type.googleapis.com/x.Y',
          value: { value: 'inside' },
        },
      },
    };
    expect(run({ on_no_match: wrapped })).toBe('inside');
    expect(evaluateMatcher({ on_no_match: wrapped }, () => inputOf(undefined))).toMatchObject({
      action: { type: 'x.Y' },
    });
  });
});

describe('an exact map', () => {
  const map = exact({ a: to('to a'), b: deadEnd }, otherwise);

  it.each([
    ['a', 'to a'],
    ['A', 'otherwise'],
    ['b', 'otherwise'],
    ['c', 'otherwise'],
    ['toString', 'otherwise'],
  ])('%s leads %s', (value, expected) => expect(run(map, { in: value })).toBe(expected));

  it('without a value leads to on_no_match', () =>
    expect(run(exact({ '': to('empty') }, otherwise))).toBe('otherwise'));

  it('of an unknown value is unknown unless all ends are one', () => {
    expect(run(map, { in: null })).toBe('unknown: it');
    expect(run(exact({ a: to('same'), b: to('same') }, { on_no_match: to('same') }), { in: null })).toBe('same');
    expect(run(exact({ a: deadEnd }), { in: null })).toBe('no match');
  });
});

describe('a prefix map', () => {
  const map = prefix({ a: to('a'), abc: to('abc'), ab: deadEnd, '': to('empty') }, otherwise);

  it.each([
    ['abcd', 'abc'],
    ['abd', 'a'],
    ['x', 'empty'],
  ])('%s leads to %s, the longest that ends somewhere', (value, expected) => {
    expect(run(map, { in: value })).toBe(expected);
  });

  it('may hold nothing', () => expect(run(prefix({ b: to('b') }, otherwise), { in: 'a' })).toBe('otherwise'));
});

function domains(...all: readonly (readonly [string, object])[]): object {
  const domain_matchers = all.map(([domain, on_match]) => ({ domains: [domain, 7], on_match }));
  return custom('ServerNameMatcher', { domain_matchers }, otherwise);
}

describe('server names', () => {
  const tree = domains(
    ['*', to('any')],
    ['*.test', to('suffix')],
    ['*.b.test', to('longer')],
    ['a.b.test', deadEnd],
    ['exact.b.test', to('exact')],
    ['x', to('x')],
  );

  it.each([
    ['exact.b.test', 'exact'],
    ['a.b.test', 'longer'],
    ['c.a.b.test', 'longer'],
    ['b.test', 'suffix'],
    ['test', 'any'],
    ['x', 'x'],
  ])('%s is of %s', (name, expected) => expect(run(tree, { in: name })).toBe(expected));

  it('do not hold an empty name', () => expect(run(tree, { in: '' })).toBe('otherwise'));
});

function cidr(text: string): object {
  const [address_prefix, length] = text.split('/');
  return length === undefined ? { address_prefix } : { address_prefix, prefix_len: Number(length) };
}

function ranges(...all: readonly (readonly [string, object, boolean?])[]): object {
  const range_matchers = all.map(([range, on_match, exclusive]) => ({ ranges: [cidr(range)], on_match, exclusive }));
  return custom('IPMatcher', { range_matchers }, otherwise);
}

describe('ranges', () => {
  const tree = ranges(['10.0.0.0/8', to('wide')], ['10.1.0.0/16', deadEnd], ['10.2.0.0/16', to('narrow')]);

  it.each([
    ['10.2.0.1', 'narrow'],
    ['10.1.0.1', 'wide'],
    ['10.3.0.1', 'wide'],
    ['11.0.0.1', 'otherwise'],
    ['no address', 'otherwise'],
  ])('%s is in %s', (ip, expected) => expect(run(tree, { in: ip })).toBe(expected));

  it('that are exclusive count only as the longest', () => {
    const exclusive = ranges(['10.0.0.0/8', to('wide'), true], ['10.1.0.0/16', deadEnd, true]);
    expect(run(exclusive, { in: '10.1.0.1' })).toBe('otherwise');
    expect(run(exclusive, { in: '10.2.0.1' })).toBe('wide');
  });

  it('without a length hold everything of their family', () => {
    expect(run(ranges(['10.0.0.0', to('all')]), { in: '11.0.0.1' })).toBe('all');
    expect(run(ranges(['10.0.0.0', to('all')]), { in: '::1' })).toBe('otherwise');
  });
});

describe('a list', () => {
  it('takes the first entry that holds and ends somewhere', () => {
    const entries = list(
      [single({ exact: 'b' }), to('b')],
      [single({ prefix: 'a' }), deadEnd],
      [single({ suffix: 'c' }), to('c')],
    );
    expect(run(entries, { in: 'b' })).toBe('b');
    expect(run(entries, { in: 'abc' })).toBe('c');
    expect(run(entries, { in: 'x' })).toBe('otherwise');
  });

  it.each([
    [{ exact: 'Ab' }, 'Ab', true],
    [{ exact: 'Ab' }, 'ab', false],
    [{ exact: 'Ab', ignore_case: true }, 'aB', true],
    [{ prefix: 'A' }, 'Ab', true],
    [{ prefix: 'A' }, 'ab', false],
    [{ prefix: 'b' }, 'ab', false],
    [{ prefix: 'A', ignore_case: true }, 'ab', true],
    [{ suffix: 'b' }, 'ab', true],
    [{ suffix: 'a' }, 'ab', false],
    [{ suffix: 'B', ignore_case: true }, 'ab', true],
    [{ contains: 'b' }, 'abc', true],
    [{ contains: 'd' }, 'abc', false],
    [{ contains: 'B' }, 'abc', false],
    [{ contains: 'B', ignore_case: true }, 'abc', true],
  ])('%j holds %j: %s', (match, value, holds) => {
    expect(run(list([single(match), to('yes')]), { in: value })).toBe(holds ? 'yes' : 'otherwise');
  });

  it('does not run regular expressions', () => {
    const regex = list([single({ safe_regex: { regex: '(a+)+$' } }), to('yes')]);
    expect(run(regex, { in: 'a' })).toBe('unknown: a string matcher that is no regular expression');
    expect(run(regex)).toBe('otherwise');
  });

  it('of an absent value holds nothing but negations', () => {
    expect(run(list([single({ prefix: '' }), to('yes')]))).toBe('otherwise');
    expect(run(list([{ not_matcher: single({ prefix: '' }) }, to('yes')]))).toBe('yes');
  });

  it('is unknown only where what is not known decides', () => {
    const unknown = single({ exact: 'a' }, 'nobody knows');
    const inputs = { in: 'x', 'nobody knows': null };
    const yes = single({ exact: 'x' });
    expect(run(list([unknown, to('a')]), inputs)).toBe('unknown: it');
    expect(run(list([unknown, to('otherwise')]), inputs)).toBe('otherwise');
    expect(run(list([unknown, to('same')], [yes, to('same')]), inputs)).toBe('same');
    expect(run(list([unknown, deadEnd]), inputs)).toBe('otherwise');
    expect(run(list([yes, to('first')], [unknown, to('a')]), inputs)).toBe('first');
  });
});

function or(...predicate: readonly object[]): object {
  return { or_matcher: { predicate } };
}

function and(...predicate: readonly object[]): object {
  return { and_matcher: { predicate } };
}

function not(predicate: object): object {
  return { not_matcher: predicate };
}

describe('predicates', () => {
  const yes = single({ exact: 'x' });
  const no = single({ exact: 'y' });
  const unknown = single({ exact: 'a' }, 'nobody knows');

  it.each([
    ['or of yes', or(no, yes), 'yes'],
    ['or of no', or(no, no), 'otherwise'],
    ['or of unknown and yes', or(unknown, yes), 'yes'],
    ['or of unknown and no', or(unknown, no), 'unknown: it'],
    ['and of yes', and(yes, yes), 'yes'],
    ['and of yes and no', and(yes, no), 'otherwise'],
    ['and of unknown and no', and(unknown, no), 'otherwise'],
    ['and of unknown and yes', and(unknown, yes), 'unknown: it'],
    ['not yes', not(yes), 'otherwise'],
    ['not no', not(no), 'yes'],
    ['not unknown', not(unknown), 'unknown: it'],
    ['nothing', {}, 'unknown: a predicate of an unknown kind'],
    ['no input', { single_predicate: { value_match: { exact: 'x' } } }, 'unknown: the input of a matcher'],
  ])('%s', (_, predicate, expected) => {
    expect(run(list([predicate, to('yes')]), { in: 'x', 'nobody knows': null })).toBe(expected);
  });

  it('by address', () => {
    const cidr_ranges = [cidr('10.0.0.0/8'), cidr('12.0.0.0/8')];
    const ip = (type: string): object => ({
      single_predicate: { input: config('in'), custom_match: config(type, { cidr_ranges }) },
    });
    const known = list([ip('envoy.extensions.matching.input_matchers.ip.v3.Ip'), to('yes')]);
    expect(run(known, { in: '10.1.1.1' })).toBe('yes');
    expect(run(known, { in: '11.1.1.1' })).toBe('otherwise');
    expect(run(known, { in: 'no address' })).toBe('otherwise');
    expect(run(list([ip('x.Cel'), to('yes')]), { in: '10.1.1.1' })).toBe('unknown: the custom matcher x.Cel');
    const bare = { single_predicate: { input: config('in') } };
    expect(run(list([bare, to('yes')]), { in: 'x' })).toBe('unknown: the custom matcher without a type');
  });
});

describe('what is not understood', () => {
  it('is unknown: a tree of another kind, a tree without an input', () => {
    expect(run(custom('Other', {}, otherwise), { in: 'x' })).toBe('unknown: a matcher tree of an unknown kind');
    expect(run(custom('Other', {}, otherwise))).toBe('otherwise');
    expect(run({ matcher_tree: { exact_match_map: { map: { a: to('a') } } } })).toBe('unknown: the input of a matcher');
  });

  it('never stops the evaluation', () => {
    for (const odd of [null, 7, 'text', [], { matcher_list: 7 }, { matcher_list: { matchers: 7 } }]) {
      expect(run(odd)).toBe('no match');
    }
    expect(run({ matcher_tree: { input: config('in'), exact_match_map: { map: [] } } }, { in: 'a' })).toBe('no match');
    expect(run(custom('ServerNameMatcher', { domain_matchers: [{}] }), { in: 'a' })).toBe('no match');
    expect(run(custom('IPMatcher', { range_matchers: [{ ranges: [{}] }] }), { in: '1.1.1.1' })).toBe('no match');
  });
});
