import type { Inspected } from '../inspect.ts';
import { explainedEdge, type EdgeRecord } from '../inspection/edge-record.ts';
import { notesOf } from '../inspection/notes.ts';
import { openingRecords } from '../inspection/opening.ts';
import { proxyRecord } from '../inspection/proxy-record.ts';
import { judgeEdge } from '../judge-edge.ts';
import type { ReportContent } from '../report/content/content.ts';
import { byWorst } from '../report/outcome-words.ts';
import { isFinding } from '../verdict/is-finding.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';
import { judgedEdges } from './judged-edges.ts';

/** Explanations with excerpts are some kilobytes each; a report is something to attach. */
const mostExplained = 200;
const thirtyDays = 30 * 86_400_000;

/** Everything a report of these sources says. */
export async function gatherReport(
  inspected: Inspected,
  options: VerdictOptions,
  check: ReportContent['check'],
): Promise<ReportContent> {
  const { mesh, dumps, problems, time } = inspected;
  const listed = [...judgedEdges(inspected, options)].map(({ record }) => record).toSorted(byWorst);
  const findings = listed.filter(isFinding);
  const chosen = [...findings, ...listed.filter((edge) => !isFinding(edge))].slice(0, mostExplained);
  const explained = new Map(
    await Promise.all(chosen.map(async (edge) => [edge, await explain(edge, inspected, options)] as const)),
  );
  const opening = openingRecords({ dumps, problems, ...time });
  return {
    header: opening.find((record) => record.kind === 'inspection') ?? never(),
    sources: opening.filter((record) => record.kind === 'source'),
    problems: opening.filter((record) => record.kind === 'problem'),
    proxies: mesh.proxies.map(proxyRecord),
    notes: notesOf(mesh.proxies, time.at, thirtyDays),
    edges: listed.map((edge) => explained.get(edge) ?? edge),
    explained: [...explained.values()],
    unexplained: Math.max(0, findings.length - mostExplained),
    check,
  };
}

function explain(edge: EdgeRecord, { mesh, locate }: Inspected, options: VerdictOptions): Promise<EdgeRecord> {
  return explainedEdge(judgeEdge(mesh, edge.question, options), locate);
}

function never(): never {
  throw new Error('an inspection has no header');
}
