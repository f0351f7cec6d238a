import type { Break } from '../readiness/breaks.ts';
import type { Readiness } from '../readiness/readiness.ts';
import { outcomeWords } from './outcome-words.ts';
import { span, type Span } from './text/ink.ts';
import { paint, spans, type Page } from './text/page.ts';
import { hang } from './text/wrap.ts';

/** Who breaks under STRICT, who may and is not seen, and in which order to go. */
export function readinessText(page: Page, ready: Readiness): readonly string[] {
  const { scope, breaks } = ready;
  const heading =
    breaks.length === 0
      ? spans(span('✓', 'good'), ` nothing that the dumps show breaks when ${scope} is STRICT`)
      : spans(
          span('✗', 'bad'),
          ` ${count(breaks.length, 'connection', 'connections')} would break when ${scope} is STRICT`,
        );
  return [
    paint(page, heading),
    ...(breaks.length === 0 && proviso(ready) !== '' ? hang(page, [span(' ')], [span(proviso(ready))], 2) : []),
    ...breaks.flatMap((each) => ['', ...broken(page, each)]),
    ...section(
      page,
      'Not known',
      ready.undecided.map((each) => `${each.id}: ${each.because}`),
    ),
    ...section(page, 'Callers without a proxy', ready.withoutProxy.map(callerText)),
    ...section(page, 'Callers that were not captured', ready.unseen.map(callerText)),
    ...section(
      page,
      'Probes without a certificate',
      ready.probes.map(
        ({ namespace, workload, container, kind, port }) =>
          `${namespace}/${workload}, container ${container}: ${kind} probe on port ${port}`,
      ),
    ),
    ...section(
      page,
      'Stays as it is',
      ready.stays.map((each) => `PeerAuthentication ${each}`),
    ),
    ...section(page, 'Assumed', ready.assumptions),
    ...section(
      page,
      'In this order',
      ready.steps.map(({ scope: name, safe, breaks: ids }) =>
        safe ? `✓ ${name}` : `✗ ${name}: first mend ${ids.join(', ')}`,
      ),
    ),
    '',
    ...hang(page, [], [span(unseen)], 0),
  ];
}

/** What keeps "nothing breaks" from being the whole answer. */
function proviso({ withoutProxy, unseen: missing }: Readiness): string {
  const gaps = [
    ...(withoutProxy.length === 0
      ? []
      : [
          `${count(withoutProxy.length, 'workload has', 'workloads have')} no proxy and can call nobody in it any more`,
        ]),
    ...(missing.length === 0
      ? []
      : [`what ${count(missing.length, 'workload', 'workloads')} without a dump send is not known`]),
  ];
  return gaps.join('; ');
}

const unseen =
  'No dump shows callers outside of the mesh: monitoring that scrapes pods, jobs, webhooks called by the API server. Whoever has no proxy is turned away.';

function broken(page: Page, { id, from, to, endpoint, sends, because, before }: Break): readonly string[] {
  const named = id === `${from} → ${to}` ? '' : `${id}  `;
  const where = endpoint === undefined || endpoint === to ? '' : ` (${endpoint})`;
  const today = outcomeWords[before].name;
  return [
    paint(page, spans(span('✗', 'bad'), ` ${named}${from} → ${to}${where}`, span(` is ${today} today`, 'dim'))),
    // What the heading says need not be said again.
    ...(sends === today ? [] : hang(page, label('    today'), [span(sends)], 12)),
    ...hang(page, label('    then'), [span(because)], 12),
  ];
}

function label(text: string): readonly Span[] {
  return [span(text, 'dim')];
}

function section(page: Page, title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [
    '',
    paint(page, [span(title, 'strong')]),
    ...lines.flatMap((line) => hang(page, label(' '), [span(line)], 2)),
  ];
}

function callerText({ namespace, name, address }: Readiness['unseen'][number]): string {
  const who = [namespace, name].filter((part) => part !== '').join('/');
  return who === '' ? address : `${who} (${address})`;
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`;
}
