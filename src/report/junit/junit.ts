/** Edges as JUnit test cases, for CI: one suite for each client, one case for each edge. */
import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { brief } from '../content/brief.ts';
import type { ReportContent } from '../content/content.ts';
import { primaryCause } from '../content/primary-cause.ts';
import { judgedAt } from '../content/provenance.ts';
import { peerName } from '../edge-table.ts';
import { explanation } from '../explanation/explanation.ts';
import { outcomeWords } from '../outcome-words.ts';
import { ink } from '../text/ink.ts';
import { narrow } from '../text/measure.ts';
import { changesSuite } from './changes.ts';
import { inXml } from './escape.ts';

/** The document, ending in a newline. */
export function junitReport(content: ReportContent): string {
  const suites = new Map<string, EdgeRecord[]>();
  for (const edge of content.edges) {
    const client = peerName(edge.from);
    suites.set(client, [...(suites.get(client) ?? []), edge]);
  }
  const texts = [...suites].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...texts.map(([client, edges], id) => suite(client, edges, id, content)),
    ...(content.changes === undefined ? [] : [changesSuite(content.changes, texts.length, content.header)]),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(client: string, edges: readonly EdgeRecord[], id: number, content: ReportContent): string {
  const { header, sources } = content;
  const verdicts = edges.map(verdictOf);
  const count = (kind: string): number => verdicts.filter((each) => each === kind).length;
  const properties = [
    ['mtlscope', header.tool.version],
    ['certificates judged at', judgedAt(header)],
    ...sources.map(({ source, digest }) => [`sha-256 of ${source}`, digest ?? 'not known'] as const),
  ] as const;
  const name = inXml(brief(client)) || 'outside';
  return [
    `<testsuite name="${name}" package="mtlscope" id="${id}" tests="${edges.length}" failures="${count('failure')}" errors="${count('error')}" time="0" timestamp="${header.at.slice(0, 19)}" hostname="localhost">`,
    '<properties>',
    ...properties.map(([key, value]) => `<property name="${inXml(brief(key))}" value="${inXml(value)}"/>`),
    '</properties>',
    ...edges.map((edge) => testcase(name, edge, content)),
    '<system-out/>',
    '<system-err/>',
    '</testsuite>',
  ].join('\n');
}

/** An edge that cannot be told is no failure of the mesh, but the question has not been answered. */
function verdictOf({ endpoints }: EdgeRecord): 'passed' | 'failure' | 'error' {
  const findings = endpoints.filter((endpoint) => isFinding({ endpoints: [endpoint] }));
  if (endpoints.length === 0) return 'error';
  if (findings.length === 0) return 'passed';
  return findings.every(({ outcome }) => outcome === 'undecided') ? 'error' : 'failure';
}

/** What is not told must not be missed without a word. */
function notExplained(explained: number): string {
  return `This report explains ${explained} edges step by step; mtlscope explain FROM TO does so for this one.`;
}

function testcase(classname: string, edge: EdgeRecord, { explained, check }: ReportContent): string {
  const { port } = edge.question;
  const head = `<testcase classname="${classname}" name="${inXml(brief(edge.to)) || `:${port}`}" time="0"`;
  const verdict = verdictOf(edge);
  if (verdict === 'passed') return `${head}/>`;
  const [first] = edge.endpoints.filter((endpoint) => isFinding({ endpoints: [endpoint] }));
  const type = (first === undefined ? undefined : primaryCause(first)?.code) ?? edge.outcome;
  const message = `${outcomeWords[first?.outcome ?? 'undecided'].name}: ${first?.because ?? 'no endpoint is known'}`;
  const page = { width: undefined, ink: ink(false), measure: narrow };
  const text = explained.includes(edge)
    ? explanation(page, edge, check(edge)).join('\n')
    : `${message}\n${notExplained(explained.length)}`;
  return `${head}>\n<${verdict} type="${inXml(type)}" message="${inXml(brief(message))}">${inXml(text)}</${verdict}>\n</testcase>`;
}
