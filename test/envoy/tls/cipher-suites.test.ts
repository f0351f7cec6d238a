import { describe, expect, it } from 'vitest';
import { cipherList } from '../../../src/envoy/tls/cipher-suites.ts';

const plain = ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA'];
const ecdsa = [
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'CHACHA20-POLY1305',
  'AES128-SHA',
  'AES256-SHA',
  'AES128-SHA256',
];
const ecdheEcdsa = ecdsa.map((name) => `ECDHE-ECDSA-${name}`);
const ecdheRsa = ecdsa.map((name) => `ECDHE-RSA-${name}`);
const ecdhePsk = ['AES128-CBC-SHA', 'AES256-CBC-SHA', 'CHACHA20-POLY1305'].map((name) => `ECDHE-PSK-${name}`);
const psk = ['PSK-AES128-CBC-SHA', 'PSK-AES256-CBC-SHA'];
const all = [...ecdheEcdsa, ...ecdheRsa, ...ecdhePsk, ...psk, ...plain];

function suites(...cipherSuites: readonly string[]): string[] {
  return cipherList({ params: { cipherSuites }, application: false }).suites.map(({ name }) => name);
}

function unrecognised(...cipherSuites: readonly string[]): readonly string[] {
  return cipherList({ params: { cipherSuites }, application: false }).unrecognised;
}

const named = (part: RegExp): string[] => all.filter((name) => part.test(name));

describe('a word for many suites', () => {
  it.each([
    ['ALL', all],
    ['HIGH', all],
    ['ECDHE', [...ecdheEcdsa, ...ecdheRsa, ...ecdhePsk]],
    ['EECDH', [...ecdheEcdsa, ...ecdheRsa, ...ecdhePsk]],
    ['kECDHE', [...ecdheEcdsa, ...ecdheRsa, ...ecdhePsk]],
    ['kRSA', plain],
    ['RSA', plain],
    ['aRSA', [...ecdheRsa, ...plain]],
    ['ECDSA', ecdheEcdsa],
    ['aECDSA', ecdheEcdsa],
    ['PSK', [...ecdhePsk, ...psk]],
    ['AES', named(/AES/u)],
    ['AES128', named(/AES128/u)],
    ['AES256', named(/AES256/u)],
    ['AESGCM', named(/GCM/u)],
    ['AES128GCM', named(/AES128-GCM/u)],
    ['CHACHA20', named(/CHACHA20/u)],
    ['SHA', named(/-SHA$/u)],
    ['SHA1', named(/-SHA$/u)],
    ['kRSA+AES128', ['AES128-GCM-SHA256', 'AES128-SHA']],
  ])('%s', (word, expected) => expect(suites(word)).toEqual(expected));

  it.each([
    ['TLSv1', ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES256-SHA']],
    ['TLSv1.2', ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA256', 'AES256-GCM-SHA384']],
  ])('%s, by the version that a suite needs', (word, some) => {
    expect(suites(word)).toEqual(expect.arrayContaining(some));
    expect(suites(word).filter((name) => /^(?:ECDHE-(?:RSA|ECDSA)-)?AES\d+-SHA$/u.test(name))).toHaveLength(
      word === 'TLSv1' ? 6 : 0,
    );
  });
});

describe('a name of a suite', () => {
  it.each([
    ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
    ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'],
    ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'ECDHE-RSA-AES128-SHA'],
    ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', 'ECDHE-RSA-AES128-SHA256'],
    ['TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA', 'ECDHE-PSK-AES256-CBC-SHA'],
    ['TLS_PSK_WITH_AES_128_CBC_SHA', 'PSK-AES128-CBC-SHA'],
    ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'AES128-GCM-SHA256'],
    ['TLS_RSA_WITH_AES_256_CBC_SHA', 'AES256-SHA'],
  ])('%s is %s', (standard, name) => {
    expect(suites(standard)).toEqual([name]);
    expect(suites(name)).toEqual([name]);
  });

  it('that nobody knows is named as such', () => {
    expect(unrecognised('ECDHE-RSA-AES128-GCM-SHA256', 'NEW', 'kRSA+NEWER', 'toString')).toEqual([
      'NEW',
      'kRSA+NEWER',
      'toString',
    ]);
    expect(suites('kRSA+NEWER')).toEqual([]);
    expect(unrecognised('ALL')).toEqual([]);
  });
});

describe('a list of suites', () => {
  it('keeps the order of preference, each suite once', () => {
    expect(suites('AES256-SHA', 'kRSA')).toEqual([
      'AES256-SHA',
      'AES128-GCM-SHA256',
      'AES256-GCM-SHA384',
      'AES128-SHA',
    ]);
  });

  it('may be written as one entry, parted by colons, commas, semicolons or blanks', () => {
    expect(suites('AES128-SHA:AES256-SHA, AES128-GCM-SHA256;AES256-GCM-SHA384')).toHaveLength(4);
    expect(unrecognised(' AES128-SHA:')).toEqual([]);
  });

  it('takes suites of equal preference, in brackets, for a list of them', () => {
    expect(suites('[AES256-SHA|AES128-SHA]')).toEqual(['AES256-SHA', 'AES128-SHA']);
    expect(unrecognised('AES256-SHA]', '[AES256-SHA')).toEqual(['AES256-SHA]', '[AES256-SHA']);
  });

  it('leaves out what - and ! take away, and + changes nothing but the order', () => {
    expect(suites('kRSA', '-AES256')).toEqual(['AES128-GCM-SHA256', 'AES128-SHA']);
    expect(suites('kRSA', '!AESGCM')).toEqual(['AES128-SHA', 'AES256-SHA']);
    expect(suites('AES128-SHA', '+kRSA')).toEqual(['AES128-SHA']);
  });

  it('is Envoy’s default where none is configured, and everything for an application', () => {
    const standard = [
      'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-ECDSA-CHACHA20-POLY1305',
      'ECDHE-RSA-AES128-GCM-SHA256',
      'ECDHE-RSA-CHACHA20-POLY1305',
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-RSA-AES256-GCM-SHA384',
    ];
    expect(suites()).toEqual(standard);
    expect(cipherList({ params: {}, application: false }).suites.map(({ name }) => name)).toEqual(standard);
    const ofApplication = cipherList({ params: {}, application: true });
    expect(ofApplication.suites.map(({ name }) => name)).toEqual(all);
    expect(ofApplication.unrecognised).toEqual([]);
    const configured = cipherList({ params: { cipherSuites: ['AES128-SHA'] }, application: true });
    expect(configured.suites.map(({ name }) => name)).toEqual(['AES128-SHA']);
  });
});
