import type { Inspected } from '../inspect.ts';
import { allParts, factRecords, noFilter } from '../inspection/fact-records.ts';
import type { InspectionRecord } from '../inspection/records.ts';
import type { ReportContent } from '../report/content/content.ts';

type Pieces = AsyncIterable<string> | Iterable<string>;

/** A way to write a report down. */
interface ReportFormat {
  /** Edges that are explained step by step at most. */
  readonly explains: number;
  /** Loads what it needs when it is asked for. */
  readonly write: (content: ReportContent, inspected: Inspected) => Promise<Pieces>;
}

/** Every format, the default first. */
export const reportFormats = {
  html: {
    explains: 200,
    write: async (content) => {
      const [{ htmlReport }, { graphOf }, { toSvg }] = await Promise.all([
        import('../report/html/page.ts'),
        import('../report/graph/graph.ts'),
        import('../report/graph/svg.ts'),
      ]);
      return [htmlReport(content, await toSvg(graphOf(content.edges)))];
    },
  },
  markdown: {
    explains: 20,
    write: async (content) => [(await import('../report/markdown/markdown.ts')).markdownReport(content)],
  },
  json: {
    explains: 5000,
    write: async (content, inspected) => {
      const { jsonDocument } = await import('../report/document/json.ts');
      return jsonDocument(records(content, inspected));
    },
  },
  sarif: {
    explains: 5000,
    write: async (content) => [(await import('../report/sarif/sarif.ts')).sarifReport(content)],
  },
  junit: {
    explains: 1000,
    write: async (content) => [(await import('../report/junit/junit.ts')).junitReport(content)],
  },
} as const satisfies Record<string, ReportFormat>;

export type ReportFormatName = keyof typeof reportFormats;

/** The inspection, with explained edges. */
function* records(content: ReportContent, { mesh }: Inspected): Generator<InspectionRecord> {
  const { header, sources, problems, edges, notes } = content;
  yield* [header, ...sources, ...problems];
  for (const proxy of mesh.proxies) yield* factRecords(proxy, allParts, noFilter);
  yield* edges;
  yield* notes;
}
