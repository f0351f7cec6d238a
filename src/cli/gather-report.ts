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

const thirtyDays = 30 * 86_400_000;

export interface GatherOptions extends VerdictOptions {
  /** Edges to explain at most: explanations with excerpts are some kilobytes each. */
  readonly most: number;
  readonly check: ReportContent['check'];
}

/** Everything a report of these sources says. */
export async function gatherReport(inspected: Inspected, options: GatherOptions): Promise<ReportContent> {
  const { most, check } = options;
  const { mesh, dumps, problems, time } = inspected;
  const listed = [...judgedEdges(inspected, options)].map(({ record }) => record).toSorted(byWorst);
  const findings = listed.filter(isFinding);
  const chosen = [...findings, ...listed.filter((edge) => !isFinding(edge))].slice(0, most);
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
    unexplained: Math.max(0, findings.length - most),
    check,
  };
}

function explain(edge: EdgeRecord, { mesh, locate }: Inspected, options: VerdictOptions): Promise<EdgeRecord> {
  return explainedEdge(judgeEdge(mesh, edge.question, options), locate);
}

function never(): never {
  throw new Error('an inspection has no header');
}
