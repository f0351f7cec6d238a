/** Where a report comes from, in words. */
import type { EdgeRecord } from '../../inspection/edge-record.ts';
import type { ProxyRecord } from '../../inspection/proxy-record.ts';
import type { HeaderRecord, ProblemRecord } from '../../inspection/records.ts';
import { present } from '../../envoy/present.ts';
import type { Missing } from '../../verdict/model.ts';

/** When certificates are judged, and what made it that time. */
export function judgedAt({ at, atFrom }: HeaderRecord): string {
  const words = {
    given: 'the time that was asked for',
    clock: 'the clock, as the sources are live',
    capture: 'when the dumps were captured',
    'newest-update': 'the newest update in the dumps',
    now: 'the clock, as no dump says when it was taken',
  } as const satisfies Record<HeaderRecord['atFrom'], string>;
  return `${at}, ${words[atFrom]}`;
}

/** "Envoy 1.40.0" from what a node says of its build. */
export function versionsOf({ envoyVersion, istioVersion }: ProxyRecord): readonly string[] {
  const known = present({ Envoy: envoyVersion, Istio: istioVersion });
  return Object.entries(known).map(([name, version]) => `${name} ${version}`);
}

/** Evidence that was not there, each thing once, with how to get it. */
export function missingOf(edges: readonly EdgeRecord[]): readonly Missing[] {
  const all = edges.flatMap(({ endpoints }) => endpoints.flatMap(({ missing }) => missing));
  return [...new Map(all.map((each) => [`${each.what} ${each.command}`, each])).values()];
}

/** What of the sources could not be used, those that a person named first. */
export function unusable(problems: readonly ProblemRecord[]): readonly string[] {
  return problems
    .toSorted((one, other) => Number(other.named) - Number(one.named))
    .map(({ source, line, saw }) => `${line === undefined ? source : `${source}:${line}`}: ${saw}`);
}
