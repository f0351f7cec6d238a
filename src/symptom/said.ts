/** The words of a sighting as kinds of failure look at them. */
import type { Sighting } from './sighting.ts';

export interface Said {
  readonly sighting: Sighting;
  /** Everything written, lower case, with blanks for the `_` that Envoy writes instead of them. */
  readonly words: string;
  readonly has: (...flags: readonly string[]) => boolean;
  readonly curl: (...exits: readonly number[]) => boolean;
}

export function saidIn(sighting: Sighting): Said {
  const { form, text, details, terminated, upstreamFailure, downstreamFailure, flags, curlExit } = sighting;
  // Of a log line only what says how it ended: paths and names may be anything.
  const said = form === 'words' ? [text] : [details, terminated, upstreamFailure, downstreamFailure];
  return {
    sighting,
    words: plain(said.filter((each) => each !== undefined).join(' ')),
    has: (...wanted) => wanted.some((flag) => flags.includes(flag)),
    curl: (...wanted) => curlExit !== undefined && wanted.includes(curlExit),
  };
}

/** Counters that stand at zero say that nothing happened. */
function plain(text: string): string {
  return text
    .replaceAll(/[\w.]+: 0\b/gu, ' ')
    .replaceAll('_', ' ')
    .toLowerCase();
}

/** Whether the words match. */
export function saysAny(pattern: RegExp): (said: Said) => boolean {
  return ({ words }) => pattern.test(words);
}

/**
 * Whether TLS failed in these words, seen from the side that called (`upstream`) or the one that was called.
 * Without a log around them, `HTTP_REQUEST` is said by servers only, and Envoy's `tls_inspector` begins with
 * `TLS_error|error:` where a handshake begins with `TLS_error:|`.
 */
export function tlsWords({ sighting, words }: Said, side: 'upstream' | 'downstream', pattern: RegExp): boolean {
  if (sighting.form === 'access-log') {
    const reason =
      side === 'upstream' ? (sighting.upstreamFailure ?? reasonIn(sighting.details)) : sighting.downstreamFailure;
    return pattern.test(plain(reason ?? ''));
  }
  if (!/tls|ssl|\b268\d{6}\b/u.test(words)) return false;
  const byServer = /\bHTTPS?(?:_PROXY)?_REQUEST\b|TLS_error\|error:/u.test(sighting.text);
  return byServer === (side === 'downstream') && pattern.test(words);
}

/** `upstream_reset_before_response_started{remote_connection_failure|TLS_error:…}`. */
function reasonIn(details: string | undefined): string | undefined {
  return details === undefined ? undefined : /\|(?<reason>TLS_error.*)$/u.exec(details)?.groups?.['reason'];
}
