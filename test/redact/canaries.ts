/** Secrets to be planted: of every kind, in every encoding, each with what must never be seen of it. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/** A planted secret. */
export interface Canary {
  readonly kind: string;
  /** What stands in the dump. */
  readonly text: string;
  /** The secret part itself: this, and what it is in any encoding, must appear nowhere. */
  readonly core: string;
}

/** Whether anybody could tell the secret from a name by looking at it. */
export type Looks = 'like a secret' | 'like anything';

/** A source of canaries that are all different, the same ones every time. */
export class Canaries {
  readonly planted: Canary[] = [];

  /** The next secret, of another kind than the last one. */
  next(looks: Looks): string {
    const number = this.planted.length;
    const core = randomText(number);
    const kinds = looks === 'like a secret' ? telling : [...telling, ...plain];
    const make = kinds[number % kinds.length] ?? password;
    const canary = make(core);
    this.planted.push({ ...canary, core });
    return canary.text;
  }
}

/** 40 letters and digits. */
function randomText(number: number): string {
  return createHash('sha512')
    .update(`canary ${number}`)
    .digest('base64')
    .replaceAll(/[^A-Za-z0-9]/gu, '')
    .slice(0, 40);
}

type Make = (core: string) => Omit<Canary, 'core'>;

const password: Make = (core) => ({ kind: 'password', text: core });

/** What looks like nothing in particular: only the field can tell. */
const plain: readonly Make[] = [
  password,
  (core) => ({ kind: 'password in hexadecimal', text: Buffer.from(core).toString('hex') }),
  (core) => ({ kind: 'password in base64', text: Buffer.from(core).toString('base64') }),
];

function pem(core: string): string {
  const body =
    Buffer.from(`${core} ${core} ${core}`)
      .toString('base64')
      .match(/.{1,64}/gu) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----', ''].join('\n');
}

/** PKCS#8 of a key that is no key. */
function der(core: string): Buffer {
  const algorithm = Buffer.from('301306072a8648ce3d020106082a8648ce3d030107', 'hex');
  const key = Buffer.concat([Buffer.from([0x04, core.length * 2]), Buffer.from(core + core)]);
  const content = Buffer.concat([Buffer.from('020100', 'hex'), algorithm, key]);
  return Buffer.concat([Buffer.from([0x30, 0x81, content.length]), content]);
}

function json(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** What looks like a secret wherever it stands. */
const telling: readonly Make[] = [
  (core) => ({ kind: 'PEM', text: pem(core) }),
  (core) => ({ kind: 'PEM in base64', text: Buffer.from(pem(core)).toString('base64') }),
  (core) => ({ kind: 'PEM in base64url', text: Buffer.from(pem(core)).toString('base64url') }),
  (core) => ({ kind: 'PEM in hexadecimal', text: Buffer.from(pem(core)).toString('hex') }),
  (core) => ({ kind: 'PEM with escaped line breaks', text: pem(core).replaceAll('\n', String.raw`\n`) }),
  (core) => ({
    kind: 'PEM in base64 over many lines',
    text: (
      Buffer.from(pem(core))
        .toString('base64')
        .match(/.{1,60}/gu) ?? []
    ).join('\n'),
  }),
  (core) => ({
    kind: 'PEM in base64 in base64',
    text: Buffer.from(Buffer.from(pem(core)).toString('base64')).toString('base64'),
  }),
  (core) => ({ kind: 'DER in base64', text: der(core).toString('base64') }),
  (core) => ({ kind: 'JWT', text: `${json({ alg: 'RS256', typ: 'JWT' })}.${json({ sub: core })}.${core}` }),
  (core) => ({ kind: 'bearer token', text: `Bearer ${core}` }),
  (core) => ({ kind: 'basic credentials', text: `Basic ${Buffer.from(`user:${core}`).toString('base64')}` }),
  (core) => ({ kind: 'token of a service', text: `ghp_${core.slice(0, 36)}` }),
  (core) => ({ kind: 'password in a URL', text: `postgres://user:${core}@db.example.com/shop` }),
  (core) => ({ kind: 'JSON in a string', text: JSON.stringify({ host: 'db', password: core }) }),
  (core) => ({ kind: 'setting in a string', text: `retries=3 client_secret=${core} timeout=5s` }),
];

/** What of a canary would give it away: the core, and how it looks in the usual encodings. */
export function tracesOf({ core }: Canary): readonly string[] {
  const bytes = Buffer.from(core);
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // The ends depend on what stands beside it.
    return text.slice(4, -4);
  });
  return [core.slice(2, -6), bytes.toString('hex').slice(4, -4), ...shifted];
}

/** The beginnings of all traces are as long as this; none begins like another. */
const beginning = 14;

/** In one spelling of base64, and in one case. */
function plainBase64(text: string): string {
  return text.toLowerCase().replaceAll('-', '+').replaceAll('_', '/');
}

/** Finds canaries in texts. */
export class Search {
  readonly #canaries = new Map<string, Canary>();

  constructor(canaries: readonly Canary[]) {
    for (const canary of canaries)
      for (const trace of tracesOf(canary)) this.#canaries.set(plainBase64(trace.slice(0, beginning)), canary);
  }

  /** The canaries that can be seen in a text, in any case. */
  seenIn(text: string): readonly Canary[] {
    const found = new Set<Canary>();
    for (const [run] of plainBase64(text).matchAll(/[a-z0-9+/]{14,}/gu)) {
      for (let at = 0; at + beginning <= run.length; at += 1) {
        const canary = this.#canaries.get(run.slice(at, at + beginning));
        if (canary !== undefined) found.add(canary);
      }
    }
    return [...found];
  }
}
