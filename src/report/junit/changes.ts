/** What changed since an earlier state as a test suite: edges that broke or became weaker fail. */
import { brief } from '../content/brief.ts';
import { changedEdgeText } from '../content/changed-edge.ts';
import type { ChangedEdge, Changes } from '../content/changes.ts';
import type { HeaderRecord } from '../../inspection/records.ts';
import { inXml } from './escape.ts';

const suiteName = 'changed since before';

/** The suite; `id` is its place among the suites. */
export function changesSuite({ edges, more, sources }: Changes, id: number, header: HeaderRecord): string {
  const verdicts = edges.map(({ direction }) => verdictOf(direction));
  const count = (kind: string): number => verdicts.filter((each) => each === kind).length;
  const properties = [
    ...sources.map(({ source, digest }) => [`sha-256 of ${source}, before`, digest ?? 'not known'] as const),
    ...(more > 0 ? [['changed edges that are left out here', String(more)] as const] : []),
  ];
  return [
    `<testsuite name="${suiteName}" package="mtlscope" id="${id}" tests="${edges.length}" failures="${count('failure')}" errors="${count('error')}" time="0" timestamp="${header.at.slice(0, 19)}" hostname="localhost">`,
    '<properties>',
    ...properties.map(([key, value]) => `<property name="${inXml(brief(key))}" value="${inXml(value)}"/>`),
    '</properties>',
    ...edges.map(testcase),
    '<system-out/>',
    '<system-err/>',
    '</testsuite>',
  ].join('\n');
}

/** An edge that cannot be told any more has not been answered; one that got better is as it should be. */
function verdictOf(direction: ChangedEdge['direction']): 'passed' | 'failure' | 'error' {
  switch (direction) {
    case 'broken':
    case 'weaker':
      return 'failure';
    case 'undecided':
      return 'error';
    case 'stronger':
    case 'mended':
    case 'other':
      return 'passed';
  }
}

function testcase(edge: ChangedEdge): string {
  const { direction, before, after, because } = edge;
  const name = changedEdgeText(edge);
  const head = `<testcase classname="${suiteName}" name="${inXml(brief(name))}" time="0"`;
  const verdict = verdictOf(direction);
  if (verdict === 'passed') return `${head}/>`;
  const text = [
    name,
    ...(before === null ? [] : [`before: ${before.because}`]),
    ...(after === null ? [] : [`after: ${after.because}`]),
    ...because.map((reason) => `because ${reason.text}`),
  ].join('\n');
  return `${head}>\n<${verdict} type="${direction}" message="${inXml(brief(name))}">${inXml(text)}</${verdict}>\n</testcase>`;
}
