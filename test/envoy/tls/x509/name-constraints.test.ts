import { describe, expect, it } from 'vitest';
import type { GeneralName, GeneralNameType } from '../../../../src/envoy/tls/x509/general-names.ts';
import { readElement } from '../../../../src/envoy/tls/x509/der.ts';
import { checkNames, readNameConstraints } from '../../../../src/envoy/tls/x509/name-constraints.ts';
import { ascii, der } from '../../../mint/der-writer.ts';

const of = (type: GeneralNameType, text: string): GeneralName => ({ type, text });

function permitted(type: GeneralNameType, base: string, name: string): string {
  return checkNames([of(type, name)], { permitted: [of(type, base)], excluded: [] }) ?? 'within';
}

function excluded(type: GeneralNameType, base: string, name: string): string {
  return checkNames([of(type, name)], { permitted: [], excluded: [of(type, base)] }) ?? 'outside';
}

describe('a name that a constraint of its type permits', () => {
  it.each<[GeneralNameType, string, string]>([
    ['DNS', 'corp.test', 'corp.test'],
    ['DNS', 'corp.test', 'A.Corp.Test'],
    ['DNS', 'CORP.test.', 'a.corp.test'],
    ['DNS', 'corp.test', 'a.corp.test.'],
    ['DNS', '.corp.test', 'a.corp.test'],
    ['DNS', '', 'anything'],
    ['DIRECTORY', 'O=mesh', 'CN=a,O=mesh'],
    ['DIRECTORY', 'O=Mesh', 'CN=a,O=mESH'],
    ['DIRECTORY', 'O=mesh', 'O=mesh'],
    ['DIRECTORY', '', 'CN=a'],
    ['EMAIL', 'corp.test', 'me@corp.test'],
    ['EMAIL', 'corp.test', 'me@CORP.test'],
    ['EMAIL', '.corp.test', 'me@a.corp.test'],
    ['EMAIL', 'me@Corp.test', 'me@corp.test'],
    ['URI', 'corp.test', 'https://corp.test/a'],
    ['URI', 'corp.test', 'spiffe://CORP.test'],
    ['URI', 'corp.test.', 'https://corp.test.:443?x'],
    ['URI', '.corp.test', 'https://a.corp.test#x'],
    ['URI', 'x-1.test', 'a+b.c-d://x-1.test/'],
  ])('%s within %s: %s', (type, base, name) => {
    expect(permitted(type, base, name)).toBe('within');
    expect(excluded(type, base, name)).toBe('excluded-subtree');
  });
});

describe('a name outside of a constraint of its type', () => {
  it.each<[GeneralNameType, string, string]>([
    ['DNS', 'corp.test', 'xcorp.test'],
    ['DNS', 'corp.test', 'test'],
    ['DNS', '.corp.test', 'corp.test'],
    ['DIRECTORY', 'O=mesh', 'CN=a'],
    ['DIRECTORY', 'O=mesh', 'CN=xO=mesh'],
    ['DIRECTORY', 'O=mesh', 'O=mesh,CN=a'],
    ['EMAIL', 'corp.test', 'me@a.corp.test'],
    ['EMAIL', '.corp.test', 'me@corp.test'],
    ['EMAIL', 'me@corp.test', 'you@corp.test'],
    ['EMAIL', 'me@corp.test', 'Me@corp.test'],
    ['EMAIL', 'me@corp.test', 'me@corp.other'],
    ['URI', 'corp.test', 'https://a.corp.test/'],
    ['URI', '.corp.test', 'https://corp.test/'],
    ['URI', 'corp.test', 'https://other.test/corp.test'],
  ])('%s outside of %s: %s', (type, base, name) => {
    expect(permitted(type, base, name)).toBe('permitted-subtree');
    expect(excluded(type, base, name)).toBe('outside');
  });

  it('a wildcard is excluded by a name that it covers', () => {
    expect(excluded('DNS', 'a.corp.test', '*.corp.test')).toBe('excluded-subtree');
    expect(permitted('DNS', 'a.corp.test', '*.corp.test')).toBe('permitted-subtree');
    expect(excluded('DNS', 'a.b.corp.test', '*.corp.test')).toBe('outside');
    expect(excluded('DNS', 'test', '*.test')).toBe('excluded-subtree');
    expect(excluded('DNS', 'corp', '*.test')).toBe('outside');
    expect(excluded('DNS', 'a.corp.test', 'x*.corp.test')).toBe('outside');
  });
});

describe('what BoringSSL cannot judge', () => {
  it.each<[GeneralNameType, string, string, string]>([
    ['IP_ADDRESS', '10.0.0.0', '10.0.0.1', 'unsupported-constraint'],
    ['OTHER_NAME', 'x', 'x', 'unsupported-constraint'],
    ['OTHER', '', '', 'unsupported-constraint'],
    ['EMAIL', 'corp.test', 'corp.test', 'unsupported-name'],
    ['EMAIL', 'corp.test', 'a@b@corp.test', 'unsupported-name'],
    ['EMAIL', 'corp.test', 'a b@corp.test', 'unsupported-name'],
    ['EMAIL', 'corp.test', '@corp.test', 'unsupported-name'],
    ['EMAIL', 'corp.test', 'me@corp test', 'unsupported-name'],
    ['EMAIL', 'corp test', 'me@corp.test', 'unsupported-name'],
    ['EMAIL', 'a@b@c', 'me@corp.test', 'unsupported-name'],
    ['URI', 'corp.test', 'corp.test', 'unsupported-name'],
    ['URI', 'corp.test', 'https:corp.test', 'unsupported-name'],
    ['URI', 'corp.test', '1https://corp.test', 'unsupported-name'],
    ['URI', 'corp.test', 'https://10.0.0.1/', 'unsupported-name'],
    ['URI', 'corp.test', 'https://a.0x1f/', 'unsupported-name'],
    ['URI', 'corp.test', 'https://a_b.test/', 'unsupported-name'],
    ['URI', 'corp.test', 'https://-a.test/', 'unsupported-name'],
    ['URI', 'corp.test', 'https://a..test/', 'unsupported-name'],
    ['URI', 'corp.test', 'https://corp.test:x/', 'unsupported-name'],
    ['URI', 'a_b.test', 'https://corp.test/', 'unsupported-constraint'],
    ['URI', '', 'https://corp.test/', 'unsupported-constraint'],
  ])('%s with %s: %s', (type, base, name, error) => {
    expect(permitted(type, base, name)).toBe(error);
    expect(excluded(type, base, name)).toBe(error);
  });
});

describe('several constraints', () => {
  const corp = of('DNS', 'corp.test');
  const other = of('DNS', 'other.test');

  it('permit together, and do not bind names of other types', () => {
    const constraints = { permitted: [corp, other], excluded: [] };
    expect(checkNames([of('DNS', 'a.corp.test'), of('DNS', 'other.test')], constraints)).toBeUndefined();
    expect(checkNames([of('DNS', 'a.corp.test'), of('DNS', 'third.test')], constraints)).toBe('permitted-subtree');
    expect(checkNames([of('URI', 'spiffe://third.test')], constraints)).toBeUndefined();
    expect(checkNames([], constraints)).toBeUndefined();
  });

  it('exclude what others permit', () => {
    const constraints = { permitted: [corp], excluded: [of('URI', 'x.test'), of('DNS', 'bad.corp.test')] };
    expect(checkNames([of('DNS', 'good.corp.test')], constraints)).toBeUndefined();
    expect(checkNames([of('DNS', 'a.bad.corp.test')], constraints)).toBe('excluded-subtree');
  });
});

const subtree = (text: string) => der(0x30, der(0x82, ascii(text)), der(0x80, Uint8Array.of(0)));

it('constraints are read with what they permit and exclude', () => {
  const value = der(0x30, der(0xa0, subtree('a'), subtree('b')), der(0xa1, subtree('c')));
  expect(readNameConstraints(readElement(value).whole)).toEqual({
    permitted: [of('DNS', 'a'), of('DNS', 'b')],
    excluded: [of('DNS', 'c')],
  });
  expect(readNameConstraints(der(0x30))).toEqual({ permitted: [], excluded: [] });
});
