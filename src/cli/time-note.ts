import { certificateName, heldCertificates } from '../inspection/held-certificates.ts';
import type { ReadProxies } from '../read-proxies.ts';
import type { Context } from './command.ts';
import { notice } from './notice.ts';

/** Names of certificates in a note; more are counted. */
const most = 3;

/**
 * Says on stderr which time certificates are judged at, where nobody named one, and which have run out since.
 * Says nothing where no certificate was seen.
 */
export function tellTime({ proxies, time }: Pick<ReadProxies, 'proxies' | 'time'>, { streams, now }: Context): void {
  if (time.source === 'given' || time.source === 'clock') return;
  const held = proxies.flatMap(heldCertificates);
  if (held.length === 0) return;
  const sources = {
    capture: 'when they were captured',
    'newest-update': 'the newest update in the dumps',
    now: 'now, as no dump says when it was taken',
  } as const;
  const lines = [
    `Certificates are judged at ${brief(time.at)}, ${sources[time.source]}; --at TIME names another time.`,
  ];
  const since = held.filter(({ facts }) => ranOutBetween(Date.parse(facts.notAfter), time.at, now()));
  if (since.length > 0) {
    const names = [...new Set(since.map(({ proxy, facts }) => `${certificateName(facts)} of ${proxy}`))];
    const more = names.length > most ? ` and ${names.length - most} more` : '';
    lines.push(`Run out since then: ${names.slice(0, most).join(', ')}${more}.`);
  }
  notice(streams, ...lines);
}

function ranOutBetween(end: number, at: Date, now: Date): boolean {
  return end > at.getTime() && end <= now.getTime();
}

function brief(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/u, 'Z');
}
