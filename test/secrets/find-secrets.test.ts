import { Buffer } from 'node:buffer';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findSecrets, withoutSecrets } from '../../src/secrets/find-secrets.ts';

const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const der = Buffer.from(pem.replaceAll(/-.*-|\s/gu, ''), 'base64');

function lines(text: string, length: number): string {
  return text.replaceAll(new RegExp(`.{1,${length}}`, 'gu'), '$&\n');
}

describe('a private key is found', () => {
  it.each([
    ['as PEM', pem],
    ['as PEM within a string of JSON', JSON.stringify(pem)],
    ['as PEM in base64', Buffer.from(pem).toString('base64')],
    ['as PEM in base64url', Buffer.from(pem).toString('base64url')],
    ['as PEM in base64, broken over lines', lines(Buffer.from(pem).toString('base64'), 64)],
    ['as PEM in base64, twice', Buffer.from(Buffer.from(pem).toString('base64')).toString('base64')],
    ['as PEM in hexadecimal digits', Buffer.from(pem).toString('hex')],
    ['as DER in base64', der.toString('base64')],
    ['as DER in base64 behind another letter', `x${der.toString('base64')}`],
    ['as DER in hexadecimal digits with colons', der.toString('hex').match(/../gu)?.join(':') ?? ''],
    ['as DER in capital hexadecimal digits', der.toString('hex').toUpperCase()],
  ])('%s', (_, text) => {
    for (const around of [text, `{"value":"${text}"}`, `before ${text} after`]) {
      expect(findSecrets(around).map(({ kind }) => kind)).toContain('private key');
    }
  });
});

it('replaces the value of a setting, and leaves its name and the document', () => {
  const text = JSON.stringify({ password: 'hunter2hunter2', port: 80 });
  expect(JSON.parse(withoutSecrets(text))).toEqual({ password: '[redacted]', port: 80 });
});

it('leaves what is no secret', () => {
  const texts = [
    'outbound|8080|v1|checkout.shop.svc.cluster.local',
    '/apis/networking.istio.io/v1/namespaces/demo/destination-rule/WebOfTheDemoNamespace',
    'spiffe://cluster.local/ns/demo/sa/bookinfo-productpage',
    'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '5F:1C:9E:0B:77:AA:41:D2:5F:1C:9E:0B:77:AA:41:D2:5F:1C:9E:0B:77:AA:41:D2',
    'authorization is denied by AuthorizationPolicy demo/web; a bearer token is not needed',
  ];
  expect(texts.map((text) => withoutSecrets(text))).toEqual(texts);
});
