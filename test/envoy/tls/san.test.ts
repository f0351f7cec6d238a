import { describe, expect, it } from 'vitest';
import type { SanMatcher } from '../../../src/envoy/model.ts';
import { matchesAnyName, matchesAnySan, matchesDnsName, undecidedSan } from '../../../src/envoy/tls/san.ts';

const spiffe = { type: 'URI', text: 'spiffe://cluster.local/ns/demo/sa/web' } as const;
const regex = (value: string): SanMatcher => ({ type: 'URI', matcher: { kind: 'regex', value } });
const exact = (type: SanMatcher['type'], value: string): SanMatcher => ({ type, matcher: { kind: 'exact', value } });

describe('matchesDnsName', () => {
  it.each([
    ['www.example.com', '*.example.com'],
    ['WWW.example.com', 'www.EXAMPLE.com'],
    ['foo.example.com', 'f*.example.com'],
    ['foo.example.com', '*o.example.com'],
    ['foo.example.com', 'fo*o.example.com'],
    ['localhost', 'localhost'],
    ['*.example.com', '*.example.com'],
    ['xn--bcher-kva.example.com', '*.example.com'],
  ])('finds %s covered by %s', (name, pattern) => {
    expect(matchesDnsName(name, pattern)).toBe(true);
  });

  it.each([
    ['a.b.example.com', '*.example.com'],
    ['example.com', '*.example.com'],
    ['xn--bcher-kva.example.com', 'xn--*.example.com'],
    ['foo.example.com', '*f*.example.com'],
    ['foo.bar.com', 'foo.*.com'],
    ['com', '*'],
    ['fo.example.com', 'fo*oo.example.com'],
    ['fo.example.com', 'fo*o.example.com'],
    ['bar.example.com', 'f*.example.com'],
    ['bar.example.com', '*o.example.com'],
    ['foo.example.com', 'fo*x.example.com'],
    ['foo.example.com', 'x*o.example.com'],
    ['foo.example.com', 'bar.example.com'],
    ['foo.example.com', 'f.example.com'],
    ['foo', 'bar'],
    ['foo.example.com', 'foo'],
    ['foo', '*.foo'],
    ['a.*.example.com', '*.*.example.com'],
    ['.com', '*'],
    ['a.example.com', '*a*a.example.com'],
    ['foo.example.com', '*.example.org'],
  ])('does not find %s covered by %s', (name, pattern) => {
    expect(matchesDnsName(name, pattern)).toBe(false);
  });
});

describe('matchesAnySan', () => {
  it('takes the type of a typed matcher seriously', () => {
    expect(matchesAnySan([exact('DNS', spiffe.text)], [spiffe])).toBe(false);
    expect(matchesAnySan([exact('URI', spiffe.text)], [spiffe])).toBe(true);
  });

  it('tries an untyped matcher on every type but other names', () => {
    expect(matchesAnySan([exact('any', '10.0.0.1')], [{ type: 'IP_ADDRESS', text: '10.0.0.1' }])).toBe(true);
    expect(matchesAnySan([exact('any', 'me')], [{ type: 'OTHER_NAME', text: 'me' }])).toBe(false);
  });

  it('gives wildcards of the certificate their meaning for exact DNS matchers only', () => {
    const wildcard = { type: 'DNS', text: '*.example.com' } as const;
    expect(matchesAnySan([exact('DNS', 'a.example.com')], [wildcard])).toBe(true);
    expect(matchesAnySan([{ type: 'DNS', matcher: { kind: 'suffix', value: 'a.example.com' } }], [wildcard])).toBe(
      false,
    );
  });

  it('matches an expression against the whole name', () => {
    expect(matchesAnySan([regex('spiffe://cluster.local/ns/demo/.*')], [spiffe])).toBe(true);
    expect(matchesAnySan([regex('spiffe://cluster.local/ns/demo')], [spiffe])).toBe(false);
  });

  it('cannot tell when the only candidate is not understood', () => {
    expect(matchesAnySan([{ type: 'URI', matcher: { kind: 'unrecognised', value: '' } }], [spiffe])).toBeUndefined();
    expect(matchesAnySan([{ type: 'URI', matcher: { kind: 'regex', value: '(?=x)' } }], [spiffe])).toBeUndefined();
  });

  it('limits an other name to the type that is asked for', () => {
    const name = { type: 'OTHER_NAME', text: 'me@corp', oid: '1.3.6.1.4.1.311.20.2.3' } as const;
    expect(matchesAnySan([{ ...exact('OTHER_NAME', 'me@corp'), oid: name.oid }], [name])).toBe(true);
    expect(matchesAnySan([{ ...exact('OTHER_NAME', 'me@corp'), oid: '1.2.3' }], [name])).toBe(false);
    expect(matchesAnySan([{ ...exact('OTHER_NAME', 'you@corp'), oid: name.oid }], [name])).toBe(false);
    expect(matchesAnySan([exact('OTHER_NAME', 'me@corp')], [name])).toBe(true);
  });

  it('cannot tell of an other name whose type is not known, unless its text differs', () => {
    const name = { type: 'OTHER_NAME', text: 'me@corp' } as const;
    expect(matchesAnySan([{ ...exact('OTHER_NAME', 'me@corp'), oid: '1.2.3' }], [name])).toBeUndefined();
    expect(matchesAnySan([{ ...exact('OTHER_NAME', 'you@corp'), oid: '1.2.3' }], [name])).toBe(false);
    expect(undecidedSan([spiffe, name])).toBe(
      'the certificate itself: facts in its place do not say of which type its other names are',
    );
    expect(undecidedSan([spiffe, { ...name, oid: '1.2.3' }])).toBe('a SAN matcher that is not understood');
    expect(undecidedSan([spiffe])).toBe('a SAN matcher that is not understood');
  });

  it.each(['DNS', 'URI', 'EMAIL', 'IP_ADDRESS'] as const)('tries an untyped matcher on %s', (type) => {
    expect(matchesAnySan([{ type: 'any', matcher: { kind: 'prefix', value: 'm' } }], [{ type, text: 'me' }])).toBe(
      true,
    );
  });

  it('prefers a match to doubt', () => {
    const unclear: SanMatcher = { type: 'URI', matcher: { kind: 'unrecognised', value: '' } };
    expect(matchesAnySan([unclear, exact('URI', spiffe.text)], [spiffe])).toBe(true);
    expect(matchesAnySan([], [spiffe])).toBe(false);
  });
});

describe('matchesAnyName', () => {
  it('compares a host with DNS names by wildcard and with the rest by text', () => {
    expect(matchesAnyName(['a.example.com'], [{ type: 'DNS', text: '*.example.com' }])).toBe(true);
    expect(matchesAnyName(['10.0.0.1'], [{ type: 'IP_ADDRESS', text: '10.0.0.1' }])).toBe(true);
    expect(matchesAnyName(['a.example.com'], [{ type: 'URI', text: 'https://a.example.com' }])).toBe(false);
    expect(matchesAnyName(['a.example.com'], [{ type: 'URI', text: '*.example.com' }])).toBe(false);
    expect(matchesAnyName(['b.test', 'a.test'], [{ type: 'DNS', text: 'a.test' }])).toBe(true);
    expect(
      matchesAnyName(
        ['a.test'],
        [
          { type: 'URI', text: 'x' },
          { type: 'DNS', text: 'a.test' },
        ],
      ),
    ).toBe(true);
  });
});
