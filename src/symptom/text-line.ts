/**
 * Access logs as text: Envoy's default format, and Istio's, which has more behind the flags and behind the upstream
 * host (`pilot/pkg/model/telemetry_logging.go`, `EnvoyTextLogFormat`; `source/common/formatter`, the default).
 */
import { logSighting, type LogField, type Sighting } from './sighting.ts';

/** What a caller sent stands there as it came, quotes included. */
const opening = /\[\d{4}-\d\d-\d\dT[\d:.]+Z\] ".*?" (?<rest>\d{1,3} (?:-|[A-Z][A-Z,]*) .*)$/u;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/** Reads a line of either format, whatever stands before it; undefined when it is none. */
export function textLine(line: number, text: string): Sighting | undefined {
  const rest = opening.exec(text)?.groups?.['rest'];
  if (rest === undefined) return undefined;
  const [status, flags, ...more] = tokens(rest);
  const numbers = more.findIndex((token, at) => isCount(token) && isCount(more[at + 1]) && isCount(more[at + 2]));
  if (status === undefined || flags === undefined || numbers < 0) return undefined;
  const between = more.slice(0, numbers);
  const behind = more.slice(numbers + 4);
  const words = between.filter(({ quoted }) => !quoted);
  const reason = between.findLast(({ quoted }) => quoted);
  const names = behind.slice(5);
  const fields: readonly (readonly [LogField, Token | undefined])[] = [
    ['status', status],
    ['flags', flags],
    ['details', words[0]],
    ['terminated', words[1]],
    ['upstreamFailure', reason],
    ['userAgent', behind[1]],
    ['authority', behind[3]],
    ['upstream', behind[4]],
    ['cluster', names[0]],
    ['local', names[2]],
    ['remote', names[3]],
    ['sni', names[4]],
  ];
  return logSighting(
    line,
    text,
    new Map(fields.flatMap(([field, token]) => (token === undefined ? [] : [[field, token.text] as const]))),
  );
}

/** Bytes and milliseconds; the upstream's time may be `-`. */
function isCount(token: Token | undefined): boolean {
  return token !== undefined && !token.quoted && /^\d+$/u.test(token.text);
}

/** Words; what is quoted is one, whatever is in it. */
function tokens(text: string): readonly Token[] {
  return Array.from(text.matchAll(/"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>\S+)/gu), ({ groups }) => {
    const quoted = groups?.['quoted'];
    return { text: quoted ?? groups?.['bare'] ?? '', quoted: quoted !== undefined };
  });
}
