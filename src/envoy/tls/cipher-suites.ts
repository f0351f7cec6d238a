/** Cipher suites up to TLS 1.2, in the names and the list syntax that BoringSSL takes (`ssl_cipher.cc`). TLS 1.3 has a fixed set. */
import type { TlsSide } from '../connection.ts';

export interface CipherSuite {
  readonly name: string;
  readonly keyExchange: 'ECDHE' | 'RSA' | 'PSK' | 'ECDHE_PSK';
  readonly authentication: 'ECDSA' | 'RSA' | 'PSK';
  /** AEAD and SHA-256 suites need TLS 1.2, the old CBC ones work from 1.0 on. */
  readonly since: 'TLSv1_0' | 'TLSv1_2';
}

const tls12 = ['AES128-GCM-SHA256', 'AES256-GCM-SHA384'];
const chacha = 'CHACHA20-POLY1305';
const cbc = ['AES128-SHA', 'AES256-SHA'];

function suites(
  prefix: string,
  kind: Pick<CipherSuite, 'keyExchange' | 'authentication'>,
  names: readonly string[],
): CipherSuite[] {
  return names.map((name) => ({ name: prefix + name, ...kind, since: cbc.includes(name) ? 'TLSv1_0' : 'TLSv1_2' }));
}

const known: readonly CipherSuite[] = [
  ...suites('ECDHE-ECDSA-', { keyExchange: 'ECDHE', authentication: 'ECDSA' }, [
    ...tls12,
    chacha,
    ...cbc,
    'AES128-SHA256',
  ]),
  ...suites('ECDHE-RSA-', { keyExchange: 'ECDHE', authentication: 'RSA' }, [...tls12, chacha, ...cbc, 'AES128-SHA256']),
  ...suites('ECDHE-PSK-', { keyExchange: 'ECDHE_PSK', authentication: 'PSK' }, [
    'AES128-CBC-SHA',
    'AES256-CBC-SHA',
    chacha,
  ]),
  ...suites('PSK-', { keyExchange: 'PSK', authentication: 'PSK' }, ['AES128-CBC-SHA', 'AES256-CBC-SHA']),
  ...suites('', { keyExchange: 'RSA', authentication: 'RSA' }, [...tls12, ...cbc]),
];

/** Envoy's default on both sides since 1.16 or so; `source/common/tls/context_config_impl.cc`. */
const defaults = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  `ECDHE-ECDSA-${chacha}`,
  'ECDHE-RSA-AES128-GCM-SHA256',
  `ECDHE-RSA-${chacha}`,
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
];

/** The names that RFC 5246 and its successors gave: `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`. */
function standardName({ name }: CipherSuite): string {
  const [, exchange = '', rest = ''] = /^((?:ECDHE-(?:ECDSA|RSA|PSK)|PSK)-)?(.*)$/u.exec(name) ?? [];
  const cipher = rest
    .replace(/^AES(?<bits>128|256)-GCM-/u, 'AES_$<bits>_GCM_')
    .replace(/^AES(?<bits>128|256)-(?:CBC-)?SHA/u, 'AES_$<bits>_CBC_SHA')
    .replace(/^CHACHA20-POLY1305$/u, 'CHACHA20_POLY1305_SHA256');
  return `TLS_${exchange === '' ? 'RSA' : exchange.slice(0, -1).replace('-', '_')}_WITH_${cipher}`;
}

const byName = new Map(known.flatMap((suite) => [suite.name, standardName(suite)].map((name) => [name, suite])));

const aliases: Readonly<Record<string, (suite: CipherSuite) => boolean>> = {
  ALL: () => true,
  HIGH: () => true,
  ECDHE: ({ keyExchange }) => keyExchange.startsWith('ECDHE'),
  EECDH: ({ keyExchange }) => keyExchange.startsWith('ECDHE'),
  kECDHE: ({ keyExchange }) => keyExchange.startsWith('ECDHE'),
  kRSA: ({ keyExchange }) => keyExchange === 'RSA',
  RSA: ({ keyExchange }) => keyExchange === 'RSA',
  aRSA: ({ authentication }) => authentication === 'RSA',
  ECDSA: ({ authentication }) => authentication === 'ECDSA',
  aECDSA: ({ authentication }) => authentication === 'ECDSA',
  PSK: ({ authentication }) => authentication === 'PSK',
  AES: ({ name }) => name.includes('AES'),
  AES128: ({ name }) => name.includes('AES128'),
  AES256: ({ name }) => name.includes('AES256'),
  AESGCM: ({ name }) => name.includes('GCM'),
  AES128GCM: ({ name }) => name.includes('AES128-GCM'),
  CHACHA20: ({ name }) => name.includes('CHACHA20'),
  'TLSv1.2': ({ since }) => since === 'TLSv1_2',
  TLSv1: ({ since }) => since === 'TLSv1_0',
  SHA: ({ name }) => name.endsWith('-SHA'),
  SHA1: ({ name }) => name.endsWith('-SHA'),
};

export interface CipherList {
  readonly suites: readonly CipherSuite[];
  /** Words that stand for nothing known here; Envoy would have refused the config, or is newer than this list. */
  readonly unrecognised: readonly string[];
}

/** What a side offers or takes, preferred first: `cipher_suites` as configured, else Envoy's default; an application takes all. */
export function cipherList({ params, application }: Pick<TlsSide, 'params' | 'application'>): CipherList {
  const configured = params.cipherSuites ?? [];
  if (application && configured.length === 0) return { suites: known, unrecognised: [] };
  const words = (configured.length === 0 ? defaults : configured)
    .join(':')
    .split(/[:\s,;]+/u)
    .filter((word) => word !== '');
  const chosen = new Set<CipherSuite>();
  const unrecognised: string[] = [];
  for (const word of words) {
    const remove = /^[-!]/u.test(word);
    for (const name of word
      .replace(/^[-!+]/u, '')
      .replace(/^\[(?<inner>.*)\]$/u, '$<inner>')
      .split('|')) {
      const meant = resolve(name);
      if (meant === undefined) unrecognised.push(name);
      for (const suite of meant ?? []) {
        if (remove) chosen.delete(suite);
        else if (!word.startsWith('+')) chosen.add(suite);
      }
    }
  }
  return { suites: [...chosen], unrecognised };
}

/** A suite by name, or all that have every property in `A+B`. */
function resolve(name: string): CipherSuite[] | undefined {
  const suite = byName.get(name);
  if (suite !== undefined) return [suite];
  const properties = name.split('+').map((part) => (Object.hasOwn(aliases, part) ? aliases[part] : undefined));
  const tests = properties.filter((test) => test !== undefined);
  if (tests.length !== properties.length) return undefined;
  return known.filter((one) => tests.every((test) => test(one)));
}
