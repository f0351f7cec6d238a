import { itemsOf } from '../input/shelf/lazy-list.ts';
import type { Listener, Proxy, Resource } from '../envoy/model.ts';
import { unsettledWord } from '../envoy/shelf-words.ts';
import { evidence } from '../evidence.ts';
import { pointTo } from './evidence-record.ts';
import { certificateName, heldCertificates } from './held-certificates.ts';
import type { NoteRecord } from './note-record.ts';

/**
 * istiod renews certificates at least every day (`SECRET_TTL` 24h, renewed halfway), and a dump dates each
 * secret: newest updates that are further apart were not taken at the same time, or one proxy is cut off.
 */
const farApart = 24 * 3_600_000;

/**
 * What is worth saying about the proxies themselves: refused and waiting updates, dumps that are far apart in
 * time, certificates that have run out at `at` or will within `expiring` milliseconds.
 */
export function notesOf(proxies: readonly Proxy[], at: Date, expiring: number): NoteRecord[] {
  const newest = Math.max(...proxies.map(updatedAt).filter(Number.isFinite));
  return proxies.flatMap((proxy) => [
    ...pushNotes(proxy),
    ...ageNotes(proxy, newest),
    ...certificateNotes(proxy, at, expiring),
  ]);
}

function updatedAt(proxy: Proxy): number {
  return Date.parse(proxy.updated ?? '');
}

/** What is seen is not what was sent. */
function pushNotes(proxy: Proxy): NoteRecord[] {
  const resources: readonly (readonly [string, Resource | Listener])[] = [
    ...proxy.listeners.map((each) => ['listener', each] as const),
    ...(itemsOf(proxy.clusters, unsettledWord) ?? proxy.clusters).map((each) => ['cluster', each] as const),
    ...proxy.secrets.map((each) => ['secret', each] as const),
  ];
  return resources.flatMap(([what, resource]): NoteRecord[] => {
    const { name, state, rejection, place } = resource;
    const common = { kind: 'note' as const, proxy: proxy.name, evidence: [pointTo(evidence(place))] };
    if (state === 'rejected') {
      const why = rejection === undefined ? '' : `: ${rejection}`;
      return [{ ...common, code: 'rejected-update', text: `Envoy refused a newer ${what} ${name}${why}` }];
    }
    if (state === 'warming') {
      return [
        {
          ...common,
          code: 'warming-update',
          text: `${what} ${name} waits for something it needs, and is not in use yet`,
        },
      ];
    }
    return [];
  });
}

function ageNotes(proxy: Proxy, newest: number): NoteRecord[] {
  const age = newest - updatedAt(proxy);
  if (!(age > farApart)) return [];
  const text = `its newest update is ${days(age)} older than the newest of all: it was read at another time, or gets no updates`;
  return [{ kind: 'note', code: 'stale-dumps', proxy: proxy.name, text, evidence: [] }];
}

function certificateNotes(proxy: Proxy, at: Date, expiring: number): NoteRecord[] {
  return heldCertificates(proxy).flatMap(({ secret, role, facts, evidence: shown }): NoteRecord[] => {
    const left = Date.parse(facts.notAfter) - at.getTime();
    if (!(left <= expiring)) return [];
    const what = `${role === 'own' ? 'the certificate' : 'the anchor'}${secret === '' ? '' : ` in ${secret}`} (${certificateName(facts)})`;
    const common = { kind: 'note' as const, proxy: proxy.name, evidence: shown };
    return left <= 0
      ? [{ ...common, code: 'certificate-expired', text: `${what} ran out at ${facts.notAfter}` }]
      : [{ ...common, code: 'certificate-expiring', text: `${what} runs out in ${days(left)}, at ${facts.notAfter}` }];
  });
}

/** "3 days", "5 hours", "20 minutes". */
function days(milliseconds: number): string {
  const steps = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ] as const;
  const [size, unit] = steps.find(([each]) => milliseconds >= 2 * each) ?? [60_000, 'minute'];
  const count = Math.max(1, Math.round(milliseconds / size));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
