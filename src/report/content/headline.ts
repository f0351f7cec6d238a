import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { countOutcomes } from '../outcome-words.ts';

/** The whole mesh in one line, and the count of outcomes below it. */
export function meshHeadline(edges: readonly EdgeRecord[]): { readonly title: string; readonly counts: string } {
  const findings = edges.filter(isFinding);
  const failing = findings.filter(({ outcome }) => outcome === 'fails').length;
  const partly =
    findings.filter(({ endpoints }) => endpoints.some(({ outcome }) => outcome === 'fails')).length - failing;
  const weaker = findings.filter(
    ({ endpoints }) =>
      endpoints.length > 0 && endpoints.every(({ outcome }) => outcome !== 'fails' && outcome !== 'undecided'),
  ).length;
  const open = findings.length - failing - partly - weaker;
  const parts = [
    ...(failing > 0 ? [`${inNumber(failing)} ${failing === 1 ? 'fails' : 'fail'}`] : []),
    ...(partly > 0 ? [`${partlyFailing(partly, failing)} at some endpoints`] : []),
    ...(weaker > 0 ? [`${inNumber(weaker)} ${weaker === 1 ? 'is' : 'are'} weaker than the server demands`] : []),
    ...(open > 0 ? [`${inNumber(open)} cannot be decided`] : []),
  ];
  const title = edges.length === 0 ? 'No edge was found' : parts.length === 0 ? 'Nothing is wrong' : parts.join(', ');
  return { title, counts: `${edges.length} edges: ${countOutcomes(edges.map(({ outcome }) => outcome))}` };
}

function inNumber(count: number): string {
  return `${count} ${count === 1 ? 'edge' : 'edges'}`;
}

function partlyFailing(count: number, failing: number): string {
  return failing > 0 ? `${count} more` : `${inNumber(count)} ${count === 1 ? 'fails' : 'fail'}`;
}
