import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { findSecrets, haveNoSecrets } from '../../src/secrets/find-secrets.ts';
import { marksOf } from '../../src/secrets/marks.ts';
import { shapes } from '../../src/secrets/shapes.ts';
import * as fc from '../property.ts';

const key = Buffer.from('-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n');

/** One for each way in which a secret may begin. */
const beginnings = [
  '---BEGIN PRIVATE KEY---',
  'PuTTY-User-Key-File-3',
  `AGE-SECRET-KEY-1${'Q'.repeat(20)}`,
  'openssh-key-v1',
  'eyJhbGciOi.eyJzdWIiOi.c2ln',
  ...['Bearer', 'Basic', 'Negotiate', 'Token', 'ApiKey'].flatMap((word) => [`${word} a1b2c3d4`, `${word}+a1b2c3d4`]),
  'https://user:hunter2@host',
  ...['AKIA', 'ASIA'].map((word) => `${word}0123456789ABCDEF`),
  ...['AIza', 'gho_', 'ghp_', 'ghs_', 'ghu_', 'ghr_', 'github_pat_', 'npm_', 'dop_v1_', 'ya29.'].map(long),
  ...['glpat-', 'glptt-', 'gldt-', 'xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'].map(long),
  ...['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'pk_live_', 'pk_test_', 'sk-', 'hvs.', 'hvb.'].map(long),
  `${long('SG.')}.${'a1'.repeat(16)}`,
  ...['password', 'passwd', 'passphrase', 'cookie', 'authorization'].map(setting),
  ...['private key', 'secret key', 'secret access key', 'access key', 'access key id', 'client secret', 'api key']
    .concat('auth token', 'access token', 'refresh token', 'id token', 'session ticket key', 'hmac secret')
    .concat('token secret')
    .flatMap((words) => [setting(words.replaceAll(' ', '_')), setting(words.replaceAll(' ', ''))]),
];

function long(word: string): string {
  return word + 'a1'.repeat(16);
}

function setting(name: string): string {
  return `${name}=hunter2hunter2`;
}

/** Secrets, what they begin with, and what stands around them, in any order and cut anywhere. */
const stretch = fc.oneof(
  fc.constantFrom(...shapes.flatMap(({ begins }) => begins)).chain((word) => fc.constantFrom(word, word.toUpperCase())),
  fc.constantFrom('Bearer ', 'AKIA', 'eyJ', 'ghp_', 'PuTTY-User-Key-File-', 'SG.', 'AGE-SECRET-KEY-1', '://', '-----'),
  fc.constantFrom(' BEGIN RSA PRIVATE KEY-----', key.toString(), key.toString('base64'), key.toString('hex')),
  fc.constantFrom('d', 'S', '": "', '=', ' ', '\n', '.', '@', ':', '-', '_', '/', 'é', '→', '😀', '\u{D800}', 'ſ'),
  fc.string({ unit: fc.constantFrom('a', 'B', '7', 'f', '+'), minLength: 4, maxLength: 45 }),
);
const texts = fc.array(stretch, { maxLength: 12 }).map((stretches) => `${stretches.join('')}"`);

it('says of bytes that they have no secrets only where it finds none in their text', () => {
  let without = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = Buffer.from(text);
      const secrets = findSecrets(bytes.toString());
      const isSure = haveNoSecrets(bytes);
      if (isSure) without += 1;
      expect(isSure && secrets.length > 0).toBe(false);
    }),
    { numRuns: 10_000 },
  );
  expect(without).toBeGreaterThan(500);
});

const longWord = '"transportSocketMatches",';
const keyInLines = key.toString('base64').replaceAll(/.{20}/gu, '$&\\n');

const linesAlone = keyInLines.split('\\').map((line) => `"${line}",`);

it.each([
  ['a word of both cases, again and again', '"transportSocketMatches":[],'.repeat(100), true],
  ['identities', '"spiffe://cluster.local/ns/demo/sa/web",'.repeat(100), true],
  [
    'a user and a password behind what has none',
    `${'"spiffe://cluster.local",'.repeat(100)}"x://user:hunter2@host"`,
    false,
  ],
  ['a key behind a word of both cases', `${'"transportSocketMatches",'.repeat(100)}"${key.toString('base64')}"`, false],
  ['a key in lines, none of which tells what it is', `${longWord.repeat(40)}"${keyInLines}"`, false],
  ['a key in lines that stood alone before', `${longWord.repeat(20)}${linesAlone.join('')}"${keyInLines}"`, false],
  ['a password with a colon in it', `${longWord.repeat(40)}"x://user:hun:ter2@host"`, false],
  ['a user with a control character', `${longWord.repeat(40)}"x://us\u0001er:hunter2@host"`, false],
  ['the same key twice', `"${key.toString('base64')}",`.repeat(20), false],
  ['a long number', `"serial":"${'12ab'.repeat(10)}",`.repeat(20), false],
  ['letters that are no ASCII', '"é",'.repeat(200), false],
])('tells whether there may be secrets in bytes: %s', (_, text, isSure) => {
  expect(haveNoSecrets(Buffer.from(text))).toBe(isSure);
});

/** What is found without marks: there are none where a letter stands that patterns take for another. */
function foundWithout(text: string): ReturnType<typeof findSecrets> {
  expect(marksOf(`${text} ſ`)).toBeUndefined();
  return findSecrets(`${text} ſ`);
}

it('finds where places are marked first what it finds without marks', () => {
  let found = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const secrets = foundWithout(text);
      found += secrets.length;
      expect(findSecrets(text)).toStrictEqual(secrets);
    }),
    { numRuns: 10_000 },
  );
  expect(found).toBeGreaterThan(3000);
});

it.each(beginnings)('marks %s', (secret) => {
  const text = `"${secret}"`;
  expect(findSecrets(text)).toHaveLength(1);
  expect(findSecrets(text)).toStrictEqual(foundWithout(text));
});

it('looks for nothing that no secret begins with', () => {
  const words = shapes.flatMap(({ begins }) => begins);
  const idle = words.filter((word) => !beginnings.some((secret) => secret.toLowerCase().includes(word)));
  expect(idle).toStrictEqual([]);
});

it('marks no text in which patterns take another letter for one of ASCII', () => {
  expect(['', 's', 'k'].map((text) => marksOf(text))).not.toContain(undefined);
  expect(['ſ', '\u{212A}'].map((text) => marksOf(text))).toEqual([undefined, undefined]);
});

it('marks no text that is very long', () => {
  expect(marksOf(' '.repeat(2 ** 21))).toBeDefined();
  expect(marksOf(' '.repeat(2 ** 21 + 1))).toBeUndefined();
});

it('does without marks where there are too many', () => {
  const text = 'sk-'.repeat(20_000);
  expect(marksOf(text)).toBeUndefined();
  expect(findSecrets(`${text}AKIA0123456789ABCDEF`)).toStrictEqual([
    { kind: 'credential of a cloud or service', start: 0, end: text.length + 20 },
  ]);
});
