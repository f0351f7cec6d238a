/** What secrets look like, wherever they stand and however they are encoded. */
import { Buffer } from 'node:buffer';
import { encodedRuns } from './encoded-runs.ts';

export type SecretKind = 'private key' | 'token' | 'authorization' | 'password' | 'credential of a cloud or service';

/** Something that looks like a secret, from `start` to `end` in the text. */
export interface FoundSecret {
  readonly kind: SecretKind;
  readonly start: number;
  readonly end: number;
}

interface Shape {
  readonly kind: SecretKind;
  readonly pattern: RegExp;
  /** Looks closer at what the pattern found. */
  readonly holds?: (match: RegExpExecArray) => boolean;
}

/** Encodings within encodings that are taken off. */
const maximumDepth = 4;

/** From its first line to its last, or to the end of a text that breaks off in it. */
const pem =
  /-{3,5}\s*BEGIN[A-Z0-9 _\\rn]{0,40}?PRIVATE\s*KEY(?:\s*BLOCK)?\s*-{3,5}(?:[^-]*-{3,5}\s*END[A-Z0-9 _\\rn]{0,40}?PRIVATE\s*KEY(?:\s*BLOCK)?\s*-{3,5}|[^-"']*)/gu;

const shapes: readonly Shape[] = [
  // PEM, also with its line breaks escaped or taken out, and of every kind of key.
  { kind: 'private key', pattern: pem },
  { kind: 'private key', pattern: /PuTTY-User-Key-File-\d|AGE-SECRET-KEY-1[0-9A-Z]{20,}|openssh-key-v1/gu },
  // JWS and JWE: the first part is a JSON object.
  { kind: 'token', pattern: /\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){1,3}/gu },
  {
    kind: 'authorization',
    pattern: /(?:bearer|basic|negotiate|token|apikey)[ +]+([A-Za-z0-9._~+/=-]{8,})/giu,
    holds: (match) =>
      isRandom(match[1] ?? '') && !isReference(match[1] ?? '') && !/\w/u.test(match.input[match.index - 1] ?? ''),
  },
  { kind: 'password', pattern: /:\/\/[^\s/:@"'\\]{1,80}:[^\s/@"'\\]{1,120}@/giu },
  {
    kind: 'credential of a cloud or service',
    pattern:
      /\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}|gh[opsur]_\w{20,}|github_pat_\w{20,}|gl(?:pat|ptt|dt)-[\w-]{15,}|xox[abeoprs]-[\w-]{10,}|(?:sk|rk|pk)_(?:live|test)_\w{10,}|sk-[A-Za-z0-9_-]{20,}|hv[bs]\.[\w-]{15,}|dop_v1_\w{20,}|npm_\w{30,}|ya29\.[\w-]{15,}|SG\.[\w-]{15,}\.[\w-]{15,})/gu,
  },
  {
    kind: 'password',
    pattern:
      /(?:passw(?:or)?d|passphrase|private_?key|secret_?key|secret_?access_?key|access_?key(?:_?id)?|client_?secret|api_?key|auth_?token|access_?token|refresh_?token|id_?token|session_?ticket_?keys?|hmac_?secret|token_?secret|cookie|authorization)(?:\\?["']|&quot;|&#\d+;)?\s*[:=]\s*(?:\\?["']|&quot;|&#\d+;)?(?!\[redacted\]|\[not shown\]|&quot;|&#|true\b|false\b|null\b|[{[])([^\s"',}\\]{4,})/giu,
    holds: ([, value = '']) => !isReference(value),
  },
];

/** Everything in a text that looks like a secret, in order; encoded ones by where their encoding stands. */
export function findSecrets(text: string, depth = 0): readonly FoundSecret[] {
  const found = shapes.flatMap((shape) => matches(text, shape));
  const encoded = depth < maximumDepth ? encodedSecrets(text, depth) : [];
  return [...found, ...encoded].toSorted((a, b) => a.start - b.start);
}

/** What stands for a secret that is not shown: Envoy's own word. */
export const redactedText = '[redacted]';

/** The text with everything that looks like a secret replaced. */
export function withoutSecrets(text: string, instead = redactedText): string {
  let result = '';
  let at = 0;
  for (const { start, end } of findSecrets(text)) {
    if (end <= at) continue;
    result += `${text.slice(at, Math.max(at, start))}${instead}`;
    at = end;
  }
  return result + text.slice(at);
}

function matches(text: string, { kind, pattern, holds }: Shape): readonly FoundSecret[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    if (holds !== undefined && !holds(match)) return [];
    const end = match.index + match[0].length;
    // A setting ends with its value: its name may be told.
    return [{ kind, start: end - (match[1] ?? match[0]).length, end }];
  });
}

function encodedSecrets(text: string, depth: number): readonly FoundSecret[] {
  return encodedRuns(text).flatMap(({ encoding, start, text: run }) => {
    const kind = depth === 0 ? known(run, encoding) : secretIn(run, encoding, depth);
    return kind === undefined ? [] : [{ kind, start, end: start + run.length }];
  });
}

/** Dumps say the same few words over and over. */
const judged = new Map<string, SecretKind | undefined>();
const mostJudged = 10_000;

function known(run: string, encoding: 'base64' | 'hex'): SecretKind | undefined {
  const key = `${encoding} ${run}`;
  if (judged.has(key)) return judged.get(key);
  const kind = secretIn(run, encoding, 0);
  if (judged.size >= mostJudged) judged.clear();
  if (run.length <= 100) judged.set(key, kind);
  return kind;
}

function secretIn(run: string, encoding: 'base64' | 'hex', depth: number): SecretKind | undefined {
  const plain = run.replaceAll(/\\[rn]|[\s:]/gu, '');
  // What stands before an encoded text may shift it.
  for (const shift of encoding === 'hex' ? [0, 1] : [0, 1, 2, 3]) {
    const bytes = Buffer.from(plain.slice(shift), encoding);
    if (isKey(bytes)) return 'private key';
    if (!mayHold(bytes)) continue;
    const [first] = findSecrets(bytes.toString('latin1'), depth + 1);
    if (first !== undefined) return first.kind;
  }
  return undefined;
}

/** Decoded noise is not searched: text is mostly printable. */
function mayHold(bytes: Buffer): boolean {
  if (bytes.length < 12) return false;
  let left = bytes.length / 10;
  for (const byte of bytes) {
    if (isPrintable(byte)) continue;
    left -= 1;
    if (left <= 0) return false;
  }
  return true;
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * DER of a key: PKCS#8 and SEC 1 begin with a version and go on with an algorithm or an octet string, PKCS#1 with a
 * version and a large integer. A certificate begins with a sequence in a sequence.
 */
function isKey(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30 || bytes.length < 32) return false;
  const long = (bytes[1] ?? 0) & 0x80 ? (bytes[1] ?? 0) & 0x7f : 0;
  const at = 2 + long;
  if (long > 4 || bytes[at] !== 0x02 || bytes[at + 1] !== 0x01) return false;
  const [version, next] = [bytes[at + 2] ?? 255, bytes[at + 3] ?? 0];
  if (version > 1) return false;
  if (next === 0x04) return true;
  if (next === 0x30) return bytes[at + 5] === 0x06;
  return next === 0x02 && ((bytes[at + 4] ?? 0) & 0x80) !== 0;
}

/** Words are not random; what has digits or mixed case in it may be. */
function isRandom(text: string): boolean {
  return /\d/u.test(text) || /[a-z][A-Z]|[A-Z]{2,}[a-z]/u.test(text) || text.endsWith('=');
}

/** Names of things, paths and placeholders stand for secrets and are none. */
function isReference(value: string): boolean {
  return /^(?:\/|\.\/|\$\{?|<|%|sds:|kubernetes:|file:|spiffe:)/u.test(value);
}
