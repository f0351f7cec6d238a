/** Findings as SARIF 2.1.0 (OASIS), for tools that show results beside the lines they are about. */
import type { CauseRecord, EdgeRecord, EndpointRecord } from '../../inspection/edge-record.ts';
import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import { present } from '../../envoy/present.ts';
import { printable } from '../../printable.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { brief } from '../content/brief.ts';
import { changedEdgeText } from '../content/changed-edge.ts';
import type { Changes } from '../content/changes.ts';
import type { ReportContent } from '../content/content.ts';
import { edgeId } from '../content/edge-id.ts';
import { primaryCause } from '../content/primary-cause.ts';
import { missingOf, unusable } from '../content/provenance.ts';
import { peerName } from '../edge-table.ts';
import { outcomeWords } from '../outcome-words.ts';
import { withBaseline } from './baseline.ts';
import { messageText, uriOf } from './escape.ts';
import { ruleOf } from './rules.ts';

/** The log, ending in a newline; each result is held against those of `before`, where there is an earlier state. */
export function sarifReport(content: ReportContent, before?: ReportContent): string {
  const { header, sources, problems, edges, proxies, unexplained, changes } = content;
  const found = edges.filter(isFinding).flatMap(resultsOf);
  const results = before === undefined ? found : withBaseline(found, before.edges.filter(isFinding).flatMap(resultsOf));
  const codes = [...new Set(results.map(({ ruleId }) => ruleId))].toSorted();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: header.tool.name, version: header.tool.version, rules: codes.map(ruleOf) } },
        ...(unexplained > 0 && { invocations: [invocation(unexplained)] }),
        columnKind: 'utf16CodeUnits',
        artifacts: sources.map(({ source, digest }) => ({
          location: { uri: uriOf(source) },
          ...(digest !== undefined && { hashes: { 'sha-256': digest } }),
        })),
        results: results.map((result) => ({ ...result, ruleIndex: codes.indexOf(result.ruleId) })),
        properties: {
          judgedAt: header.at,
          judgedAtFrom: header.atFrom,
          proxies: proxies.map(({ name, envoyVersion, istioVersion, updated }) =>
            present({ name, envoyVersion, istioVersion, updated }),
          ),
          missing: missingOf(edges).map(({ what }) => what),
          notUsed: unusable(problems),
          ...(changes !== undefined && { changed: changedTexts(changes) }),
        },
      },
    ],
  };
  // What is left of control characters is written as escapes of JSON: the file itself is inert.
  return `${printable(JSON.stringify(log, undefined, 2))}\n`;
}

/** What is not in the log must not be missed without a word. */
function invocation(unexplained: number) {
  const text = `${unexplained} findings more than a report explains have no place in a dump here; mtlscope explain FROM TO gives theirs.`;
  return {
    executionSuccessful: true,
    toolExecutionNotifications: [{ level: 'note', message: { text: messageText(text) } }],
  };
}

function changedTexts({ edges, more }: Changes): readonly string[] {
  const lines = edges.map((edge) =>
    [changedEdgeText(edge), ...edge.because.map(({ text }) => text)].join('; because '),
  );
  return [...lines.map(printable), ...(more > 0 ? [`and ${more} more edges`] : [])];
}

type Result = ReturnType<typeof resultOf>;

/** One result for each thing that is wrong with an edge, whatever the number of endpoints it is true of. */
function resultsOf(edge: EdgeRecord): Result[] {
  const results = new Map<string, Result>();
  for (const endpoint of edge.endpoints.filter((each) => isFinding({ endpoints: [each] }))) {
    const result = resultOf(edge, endpoint);
    if (!results.has(result.ruleId)) results.set(result.ruleId, result);
  }
  return [...results.values()];
}

function resultOf(edge: EdgeRecord, endpoint: EndpointRecord) {
  const { outcome, because } = endpoint;
  const cause = primaryCause(endpoint);
  const what = cause === undefined ? because : cause.text;
  const [fix] = cause?.fix ?? [];
  const title = `${peerName(edge.from)} → ${edge.to} ${outcomeWords[outcome].says}: ${what.replace(/\.$/u, '')}.`;
  const { places, more } = evidenceOf(endpoint, cause);
  const name = `${brief(peerName(edge.from))} → ${brief(edge.to)}`;
  return {
    ruleId: cause?.code ?? `outcome-${outcome}`,
    level: outcome === 'fails' ? ('error' as const) : ('warning' as const),
    message: { text: messageText(fix === undefined ? title : `${title} Fix: ${fix.text}`) },
    locations: places.slice(0, 1).map((place) => location(place, name)),
    ...(places.length > 1 && {
      relatedLocations: places.slice(1).map((place, id) => ({ id, ...location(place, name) })),
    }),
    partialFingerprints: { 'mtlscopeEdge/v1': edgeId(edge) },
    properties: {
      outcome,
      from: edge.from.name,
      to: edge.to,
      ...(more > 0 && { placesLeftOut: more }),
    },
  };
}

/** Viewers show a handful of places. */
const mostPlaces = 10;

/** Places with a line first: editors can go there; and how many there are beyond those. */
function evidenceOf(
  { steps = [] }: EndpointRecord,
  cause: CauseRecord | undefined,
): { readonly places: readonly EvidenceRecord[]; readonly more: number } {
  const all = [
    ...(cause?.evidence ?? []),
    ...steps.flatMap((step) => step.evidence.filter(({ line }) => line !== undefined)),
  ];
  const unique = [...new Map(all.map((each) => [`${each.source} ${each.pointer}`, each])).values()];
  const sorted = unique.toSorted((one, other) => Number(other.line !== undefined) - Number(one.line !== undefined));
  return { places: sorted.slice(0, mostPlaces), more: Math.max(0, sorted.length - mostPlaces) };
}

function location({ source, pointer, line, column, excerpt, note }: EvidenceRecord, name: string) {
  const region = {
    startLine: line,
    startColumn: column,
    snippet: excerpt === undefined ? undefined : { text: printable(excerpt) },
  };
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(source) },
      ...(line !== undefined && { region: present(region) }),
    },
    logicalLocations: [{ name, fullyQualifiedName: pointer === '' ? '/' : pointer, kind: 'member' }],
    ...(note !== undefined && { message: { text: messageText(note) } }),
  };
}
