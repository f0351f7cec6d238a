import { describe, expect, it } from 'vitest';
import type { SanMatcher } from '../../../src/envoy/model.ts';
import { matchesAnyName, matchesAnySan, matchesDnsName } from '../../../src/envoy/tls/san.ts';

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
  });
});

describe('matchesAnyName', () => {
  it('compares a host with DNS names by wildcard and with the rest by text', () => {
    expect(matchesAnyName(['a.example.com'], [{ type: 'DNS', text: '*.example.com' }])).toBe(true);
    expect(matchesAnyName(['10.0.0.1'], [{ type: 'IP_ADDRESS', text: '10.0.0.1' }])).toBe(true);
    expect(matchesAnyName(['a.example.com'], [{ type: 'URI', text: 'https://a.example.com' }])).toBe(false);
  });
});
