/** What secrets look like where they stand as they are. */

export type SecretKind = 'private key' | 'token' | 'authorization' | 'password' | 'credential of a cloud or service';

/** One way in which a secret can stand in a text. */
export interface Shape {
  readonly kind: SecretKind;
  readonly pattern: RegExp;
  /** All that a match begins with, in small letters, where the pattern may have capitals. */
  readonly begins: readonly string[];
  /** Behind that comes a user, a colon, a password and an `@`. */
  readonly hasCredentials?: true;
  /** Looks closer at what the pattern found. */
  readonly holds?: (match: RegExpExecArray) => boolean;
}

/** From its first line to its last, or to the end of a text that breaks off in it. */
const pem =
  /-{3,5}\s*BEGIN[A-Z0-9 _\\rn]{0,40}?PRIVATE\s*KEY(?:\s*BLOCK)?\s*-{3,5}(?:[^-]*-{3,5}\s*END[A-Z0-9 _\\rn]{0,40}?PRIVATE\s*KEY(?:\s*BLOCK)?\s*-{3,5}|[^-"']*)/gu;

export const shapes: readonly Shape[] = [
  // PEM, also with its line breaks escaped or taken out, and of every kind of key.
  { kind: 'private key', pattern: pem, begins: ['---'] },
  {
    kind: 'private key',
    pattern: /PuTTY-User-Key-File-\d|AGE-SECRET-KEY-1[0-9A-Z]{20,}|openssh-key-v1/gu,
    begins: ['putty-user-key-file-', 'age-secret-key-1', 'openssh-key-v1'],
  },
  // JWS and JWE: the first part is a JSON object.
  {
    kind: 'token',
    pattern: /\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){1,3}/gu,
    begins: ['eyj'],
  },
  {
    kind: 'authorization',
    pattern: /(?:bearer|basic|negotiate|token|apikey)[ +]+([A-Za-z0-9._~+/=-]{8,})/giu,
    begins: ['bearer', 'basic', 'negotiate', 'token', 'apikey'].flatMap((word) => [`${word} `, `${word}+`]),
    holds: (match) =>
      isRandom(match[1] ?? '') && !isReference(match[1] ?? '') && !/\w/u.test(match.input[match.index - 1] ?? ''),
  },
  {
    kind: 'password',
    pattern: /:\/\/[^\s/:@"'\\]{1,80}:[^\s/@"'\\]{1,120}@/giu,
    begins: ['://'],
    hasCredentials: true,
  },
  {
    kind: 'credential of a cloud or service',
    pattern:
      /\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}|gh[opsur]_\w{20,}|github_pat_\w{20,}|gl(?:pat|ptt|dt)-[\w-]{15,}|xox[abeoprs]-[\w-]{10,}|(?:sk|rk|pk)_(?:live|test)_\w{10,}|sk-[A-Za-z0-9_-]{20,}|hv[bs]\.[\w-]{15,}|dop_v1_\w{20,}|npm_\w{30,}|ya29\.[\w-]{15,}|SG\.[\w-]{15,}\.[\w-]{15,})/gu,
    begins: [
      'akia asia aiza gho_ ghp_ ghs_ ghu_ ghr_ github_pat_ glpat- glptt- gldt- xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs-',
      'sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_ sk- hvs. hvb. dop_v1_ npm_ ya29. sg.',
    ].flatMap((line) => line.split(' ')),
  },
  {
    kind: 'password',
    pattern:
      /(?:passw(?:or)?d|passphrase|private_?key|secret_?key|secret_?access_?key|access_?key(?:_?id)?|client_?secret|api_?key|auth_?token|access_?token|refresh_?token|id_?token|session_?ticket_?keys?|hmac_?secret|token_?secret|cookie|authorization)(?:\\?["']|&quot;|&#\d+;)?\s*[:=]\s*(?:\\?["']|&quot;|&#\d+;)?(?!\[redacted\]|\[not shown\]|&quot;|&#|true\b|false\b|null\b|[{[])([^\s"',}\\]{4,})/giu,
    begins: [
      'privatekey secretkey secretaccess accesskey clientsecret apikey authtoken accesstoken refreshtoken idtoken',
      'private_key secret_key secret_access access_key client_secret api_key auth_token access_token refresh_token',
      'passw passphrase id_token sessionticket session_ticket hmacsecret hmac_secret tokensecret token_secret',
      'cookie authorization',
    ].flatMap((line) => line.split(' ')),
    holds: ([, value = '']) => !isReference(value),
  },
];

/** Words are not random; what has digits or mixed case in it may be. */
function isRandom(text: string): boolean {
  return /\d/u.test(text) || /[a-z][A-Z]|[A-Z]{2,}[a-z]/u.test(text) || text.endsWith('=');
}

/** Names of things, paths and placeholders stand for secrets and are none. */
function isReference(value: string): boolean {
  return /^(?:\/|\.\/|\$\{?|<|%|sds:|kubernetes:|file:|spiffe:)/u.test(value);
}
