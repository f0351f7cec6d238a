/** What people paste that is no access log: an error message, a curl exit, flags, a number of OpenSSL. */
import { tlsErrorName } from '../envoy/tls/tls-errors.ts';
import type { Sighting } from './sighting.ts';

/** `%RESPONSE_FLAGS%` of Envoy's access log documentation. */
const knownFlags = new Set(
  (
    'UH UF UO NR URX NC DT DC LH UT LR UR UC DI FI RL UAEX RLSE IH SI DPE UPE UMSDR RFCF NFCF OM DF DO DR UDO ' +
    'OVERLOAD'
  ).split(' '),
);

/** Reads such a text, of one line or several. */
export function wordsSighting(line: number, text: string): Sighting {
  const shown = text.trim().replaceAll(/\s+/gu, ' ');
  const curlExit = curlExitIn(shown);
  const status = statusIn(shown);
  return {
    line,
    form: 'words',
    text: withErrorNames(shown),
    ...(status !== undefined && { status }),
    flags: flagsIn(shown),
    ...(curlExit !== undefined && { curlExit }),
    edge: addressIn(shown),
  };
}

/** Flags stand alone (`UC`, `UF,URX`, `503 UC`) or behind their name; in a sentence they may be other things. */
function flagsIn(text: string): readonly string[] {
  const behindName = /response[_ ]?flags?["']?\s*[:=]\s*["']?(?<flags>[A-Z,]+)/iu.exec(text)?.groups?.['flags'];
  const alone = /^(?:\d{1,3}\s+)?(?<flags>[A-Z]+(?:,[A-Z]+)*)(?:\s+[a-z_]+(?:\{[^}]*\})?)?$/u.exec(text)?.groups?.[
    'flags'
  ];
  return (behindName ?? alone ?? '').split(',').filter((flag) => knownFlags.has(flag));
}

function curlExitIn(text: string): number | undefined {
  const found =
    /curl: \((?<exit>\d{1,2})\)/iu.exec(text) ??
    /(?:exit(?:ed)?|curl)(?: with)?(?: exit)?(?: ?code| status)?:? (?<exit>\d{1,2})\b(?!\.)/iu.exec(text) ??
    /^(?<exit>[1-9]\d?)$/u.exec(text);
  const exit = found?.groups?.['exit'];
  return exit === undefined ? undefined : Number(exit);
}

/** A status alone, with its flags, behind its name, or as HTTP writes it. */
function statusIn(text: string): number | undefined {
  const found =
    /^(?<status>[1-5]\d\d)(?:\s|$)/u.exec(text) ??
    /HTTP\/[\d.]+"? (?<status>[1-5]\d\d)\b/u.exec(text) ??
    /(?:status|code|http)[ :=]+(?<status>[1-5]\d\d)\b/iu.exec(text);
  const status = found?.groups?.['status'];
  return status === undefined ? undefined : Number(status);
}

/** An address and port that are called: of `dial tcp 10.0.0.1:443`, `https://web.demo:8080/x`, `Get "http://10.1.2.3:80/"`. */
function addressIn(text: string): Sighting['edge'] {
  const url = /https?:\/\/(?<host>\[[\da-f:]+\]|[\w.-]+)(?::(?<port>\d{1,5}))?/iu.exec(text)?.groups;
  const address = /\b(?<address>\d{1,3}(?:\.\d{1,3}){3}:\d{1,5})\b(?!.*->)/u.exec(text)?.groups?.['address'];
  const called = /(?:->|dst\.addr=)(?<address>\d{1,3}(?:\.\d{1,3}){3}:\d{1,5})/u.exec(text)?.groups?.['address'];
  const host = url?.['host'];
  const local = called ?? address;
  return {
    ...(local !== undefined && { local }),
    ...(host !== undefined &&
      !/^[\d.]+$/u.test(host) && { authority: url?.['port'] === undefined ? host : `${host}:${url['port']}` }),
  };
}

/** Numbers such as 268435703 or 1000007d, with the name that OpenSSL has for them. */
function withErrorNames(text: string): string {
  return text.replaceAll(
    /\b(?:268\d{6}|1000[\da-f]{4})\b(?<after>.{0,60})/giu,
    (all: string, ...rest: readonly unknown[]) => {
      const code = /^\w+/u.exec(all)?.[0] ?? '';
      const name = tlsErrorName(code.startsWith('268') ? Number(code) : Number.parseInt(code, 16));
      const named = typeof rest[0] === 'string' && name !== undefined && rest[0].includes(name);
      return name === undefined || named ? all : `${code} ${name}${all.slice(code.length)}`;
    },
  );
}
