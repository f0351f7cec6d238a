import type { SymptomRecord } from '../../inspection/symptom-document.ts';
import { glossed } from '../response-flags.ts';
import { span, type Span } from '../text/ink.ts';
import { spans, type Page } from '../text/page.ts';
import { hang } from '../text/wrap.ts';
import { glossedReason } from '../tls-reasons.ts';

/** What was seen, how often and where; of a log line only what tells. */
export function sawText(page: Page, { saw, count, lines }: SymptomRecord): string[] {
  const { side, edge, text, flags } = saw;
  const isLog = side !== undefined || edge.cluster !== undefined;
  const times = count === 1 ? '' : `${count} × `;
  const told = isLog ? ended(saw) : /^[A-Z,]+$/u.test(text) ? flags.map(glossed).join(', ') : glossedReason(text);
  return [
    ...hang(
      page,
      [],
      spans(span(`${times}${told === '' ? 'no word of a failure' : told}`, 'strong'), where(count, lines)),
      0,
    ),
    ...(isLog ? hang(page, [], [span(connection(saw), 'dim')], 2) : []),
  ];
}

function where(count: number, lines: readonly number[]): Span {
  if (count === 1 && lines[0] === 1) return span('');
  const more = count > lines.length ? ' …' : '';
  return span(` (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more})`, 'dim');
}

/** Status, flags, details, and what TLS said: once, where the line says it twice. */
function ended({ status, flags, details, upstreamFailure, downstreamFailure }: SymptomRecord['saw']): string {
  const reasons = [upstreamFailure, downstreamFailure].filter((each) => each !== undefined);
  return [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...flags.map(glossed),
    ...(details === undefined ? [] : [reasons.reduce((text, reason) => text.replace(`|${reason}`, ''), details)]),
    ...reasons.map((reason) => glossedReason(tidied(reason))),
  ].join(', ');
}

/** `TLS_error:|268435581:SSL_routines:OPENSSL_internal:NAME:more_words:TLS_error_end` without its wrapping. */
function tidied(reason: string): string {
  const parts =
    /(?<code>[\da-f]+):SSL[_ ]routines:OPENSSL_internal:(?<name>[A-Z\d_]+)(?<more>.*?)(?::TLS_error_end|$)/u.exec(
      reason,
    );
  if (parts?.groups === undefined) return reason;
  const { code = '', name = '', more = '' } = parts.groups;
  return `TLS error ${code} ${name}${more.replaceAll('_', ' ').replaceAll(/:(?=\S)/gu, ': ')}`;
}

function connection({ side, edge }: SymptomRecord['saw']): string {
  const { cluster, remote, upstream, local, sni } = edge;
  const parts = [
    side === 'server' && remote !== undefined ? `from ${remote}` : undefined,
    cluster,
    upstream ?? local,
    sni === undefined ? undefined : `SNI ${sni}`,
  ];
  return parts.filter((each) => each !== undefined).join(', ');
}
