import { describe, expect, it } from 'vitest';
import { tlsErrorName, queuedError } from '../../../src/envoy/tls/tls-errors.ts';
import {
  chosenVersion,
  groupList,
  namedGroups,
  shareGroup,
  suitesFor,
  versionRange,
} from '../../../src/envoy/tls/tls-parameters.ts';
import { side } from './sides.ts';

describe('TLS versions', () => {
  it('without settings are 1.2 for a client and up to 1.3 for a server', () => {
    expect(versionRange(side(), 'client')).toEqual(['TLSv1_2']);
    expect(versionRange(side(), 'server')).toEqual(['TLSv1_2', 'TLSv1_3']);
  });

  it('of a server before Envoy 1.22 begin with 1.0, of a client they did not', () => {
    expect(versionRange(side({ envoyVersion: '1.21.4' }), 'server')[0]).toBe('TLSv1_0');
    expect(versionRange(side({ envoyVersion: '1.22.0' }), 'server')[0]).toBe('TLSv1_2');
    expect(versionRange(side({ envoyVersion: '1.21.4' }), 'client')).toEqual(['TLSv1_2']);
  });

  it('of an application are 1.2 and 1.3 on either side', () => {
    const application = { application: true, envoyVersion: '1.21.4' };
    expect(versionRange(side(application), 'client')).toEqual(['TLSv1_2', 'TLSv1_3']);
    expect(versionRange(side(application), 'server')).toEqual(['TLSv1_2', 'TLSv1_3']);
  });

  it('are chosen by the server: the highest of both', () => {
    expect(chosenVersion(['TLSv1_2', 'TLSv1_3'], ['TLSv1_0', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'])).toBe('TLSv1_3');
    expect(chosenVersion(['TLSv1_2', 'TLSv1_3'], ['TLSv1_0', 'TLSv1_1'])).toBeUndefined();
    // A client without TLS 1.3 sends no list.
    expect(chosenVersion(['TLSv1_2'], ['TLSv1_0', 'TLSv1_1'])).toBe('TLSv1_1');
  });
});

describe('groups', () => {
  it.each([
    ['x25519', 'X25519'],
    ['X25519', 'X25519'],
    ['prime256v1', 'P-256'],
    ['secp256r1', 'P-256'],
    ['P-256', 'P-256'],
    ['secp384r1', 'P-384'],
    ['P-384', 'P-384'],
    ['secp521r1', 'P-521'],
    ['P-521', 'P-521'],
    ['secp224r1', 'P-224'],
    ['P-224', 'P-224'],
    ['X448', 'X448'],
    ['toString', 'toString'],
  ])('%s is %s', (written, name) => expect(groupList(side({ params: { ecdhCurves: [written] } }))).toEqual([name]));

  it('may stand in one entry, parted by colons', () => {
    expect(groupList(side({ params: { ecdhCurves: ['P-384:', 'x25519:P-256'] } }))).toEqual([
      'P-384',
      'X25519',
      'P-256',
    ]);
  });

  it('without settings hold a post-quantum one since Envoy 1.40', () => {
    expect(groupList(side())).toEqual(['X25519MLKEM768', 'X25519', 'P-256']);
    expect(groupList(side({ params: { ecdhCurves: [] } }))).toEqual(['X25519MLKEM768', 'X25519', 'P-256']);
    expect(groupList(side({ envoyVersion: '1.39.2' }))).toEqual(['X25519', 'P-256']);
    expect(groupList(side({ application: true }))).toEqual(['X25519', 'P-256', 'P-384', 'P-521']);
  });

  it.each(['X25519MLKEM768', 'MLKEM1024', 'X25519Kyber768Draft00', 'X25519Kyber768'])('%s needs TLS 1.3', (group) => {
    expect(namedGroups([group, 'P-256'], ['TLSv1_2'])).toEqual(['P-256']);
    expect(namedGroups([group, 'P-256'], ['TLSv1_2', 'TLSv1_3'])).toEqual([group, 'P-256']);
    expect(shareGroup([group], [group], 'TLSv1_2')).toBe(false);
    expect(shareGroup([group], [group], 'TLSv1_3')).toBe(true);
    expect(shareGroup([group], ['P-256'], 'TLSv1_3')).toBe(false);
    expect(shareGroup(['P-256'], ['P-256'], 'TLSv1_2')).toBe(true);
  });
});

it('suites serve the versions that they are for, and none serves TLS 1.3', () => {
  const old = { name: 'old', keyExchange: 'RSA', authentication: 'RSA', since: 'TLSv1_0' } as const;
  const newer = { ...old, name: 'newer', since: 'TLSv1_2' } as const;
  expect(suitesFor([old, newer], ['TLSv1_1'])).toEqual([old]);
  expect(suitesFor([old, newer], ['TLSv1_1', 'TLSv1_2'])).toEqual([old, newer]);
  expect(suitesFor([old, newer], ['TLSv1_3'])).toEqual([]);
});

describe('numbers in a log', () => {
  it('are told by name, BoringSSL’s own as well as those of alerts', () => {
    expect(tlsErrorName(268_435_581)).toBe('CERTIFICATE_VERIFY_FAILED');
    expect(tlsErrorName(268_436_504)).toBe('TLSV1_ALERT_UNKNOWN_CA');
    expect(tlsErrorName(1)).toBeUndefined();
  });

  it('in a queue end with the one that counts', () => {
    const queue = ['1:a library:OPENSSL_internal:FIRST', '2:b library:OPENSSL_internal:LAST:with a: word'];
    expect(queuedError(queue)).toEqual({
      code: 2,
      text: 'LAST:with a: word',
      library: 'b library',
      preceding: ['1:a library:OPENSSL_internal:FIRST'],
    });
    expect(queuedError([])).toBeUndefined();
  });
});
