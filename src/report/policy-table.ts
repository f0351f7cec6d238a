import type { ListedResource, PolicyList } from '../inspection/policy-list.ts';
import { span } from './text/ink.ts';
import { paint, type Page } from './text/page.ts';
import { table, type Cell } from './text/table.ts';
import { hang } from './text/wrap.ts';

/** The policies as tables, one for each kind; `now` is what ages are counted from. */
export function policyTable(page: Page, list: PolicyList, now: Date): readonly string[] {
  const age = ({ created }: ListedResource): string => ageOf(created, now);
  const sections = [
    section(page, 'Mesh', ['SETTING', 'VALUE'], meshRows(list)),
    section(
      page,
      'PeerAuthentications',
      ['NAMESPACE', 'NAME', 'SCOPE', 'MODE', 'PORTS', 'AGE', 'FROM', 'SELECTS'],
      list.peerAuthentications.map((each) => [
        each.namespace,
        each.name,
        each.scope,
        each.mode,
        orNone(each.ports),
        age(each),
        standsAt(each),
        selected(each),
      ]),
    ),
    section(
      page,
      'DestinationRules',
      ['NAMESPACE', 'NAME', 'HOST', 'TLS', 'PORTS', 'SUBSETS', 'EXPORTED-TO', 'AGE', 'FROM'],
      list.destinationRules.map((each) => [
        each.namespace,
        each.name,
        each.host,
        each.tls ?? 'no tls block',
        orNone(each.ports),
        orNone(each.subsets),
        each.exportTo.length === 0 ? 'everyone' : each.exportTo.join(', '),
        age(each),
        standsAt(each),
      ]),
    ),
    section(
      page,
      'Other resources',
      ['KIND', 'NAMESPACE', 'NAME', 'AGE', 'FROM'],
      list.others.map((each) => [each.kind, each.namespace, each.name, age(each), standsAt(each)]),
    ),
    section(
      page,
      'Workloads',
      ['NAMESPACE', 'WORKLOAD', 'MODE', 'DECIDED-BY', 'PORTS', 'PROXY-SAYS'],
      list.workloads.map(({ namespace, name, mode, decidedBy, ports, proxySays }) => [
        namespace,
        name,
        mode,
        decidedBy ?? 'the default',
        orNone(ports),
        proxySays === null ? 'not read' : span(proxySays, proxySays === mode ? 'plain' : 'doubt'),
      ]),
    ),
    remarks(page, list),
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

function meshRows({ mesh }: PolicyList): readonly (readonly Cell[])[] {
  const from = mesh.from === null ? ' (default; no MeshConfig was read)' : '';
  return [
    ['root namespace', `${mesh.rootNamespace}${from}`],
    ['auto mTLS', `${mesh.enableAutoMtls ? 'on' : 'off'}${from}`],
    ['unknown destinations', mesh.outboundTrafficPolicy],
    ['trust domain aliases', orNone(mesh.trustDomainAliases)],
  ];
}

function section(
  page: Page,
  title: string,
  heading: readonly string[],
  rows: readonly (readonly Cell[])[],
): readonly string[] {
  return rows.length === 0 ? [] : [paint(page, [span(title, 'strong')]), ...table(page, heading, rows)];
}

function remarks(page: Page, { remarks: all }: PolicyList): readonly string[] {
  if (all.length === 0) return [];
  return [
    paint(page, [span('Remarks', 'strong')]),
    ...all.flatMap(({ resource, text }) => hang(page, [span('')], [span(`${resource}: ${text}`)], 0)),
  ];
}

function standsAt({ at: { source, line } }: ListedResource): string {
  return line === undefined ? source : `${source}:${line}`;
}

function selected({ selector, selects, scope }: PolicyList['peerAuthentications'][number]): string {
  if (scope === 'ignored') return 'nothing';
  const whom = selects.length === 0 ? 'no captured workload' : selects.join(', ');
  return selector === '' ? whom : `${selector}: ${whom}`;
}

function orNone(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.join(', ');
}

/** As kubectl counts: the largest unit alone. */
function ageOf(created: string | null, now: Date): string {
  const since = created === null ? Number.NaN : now.getTime() - Date.parse(created);
  if (!Number.isFinite(since)) return 'not applied';
  const units = [
    ['y', 31_536_000_000],
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const;
  const unit = units.find(([, size]) => since >= size);
  return unit === undefined ? `${Math.max(0, Math.floor(since / 1000))}s` : `${Math.floor(since / unit[1])}${unit[0]}`;
}
