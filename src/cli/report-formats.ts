import type { Comparison } from '../compare/compare.ts';
import type { Inspected } from '../inspect.ts';
import { allParts, factRecords, noFilter } from '../inspection/fact-records.ts';
import type { InspectionRecord } from '../inspection/records.ts';
import type { ReportContent } from '../report/content/content.ts';
import { jsonText } from '../report/document/json-text.ts';

type Pieces = AsyncIterable<string> | Iterable<string>;

/** An earlier state, where one was given. */
export interface Since {
  readonly before: Inspected;
  readonly comparison: Comparison;
  /** What a report of that state says. */
  readonly content: () => Promise<ReportContent>;
}

/** A way to write a report down. */
interface ReportFormat {
  /** Edges that are explained step by step at most. */
  readonly explains: number;
  /** Loads what it needs when it is asked for. */
  readonly write: (content: ReportContent, inspected: Inspected, since?: Since) => Promise<Pieces>;
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
    write: async (content, inspected, since) => {
      const { jsonDocument } = await import('../report/document/json.ts');
      const document = jsonDocument(records(content, inspected));
      return since === undefined ? document : withChanges(document, await changesOf(since, inspected));
    },
  },
  sarif: {
    explains: 5000,
    write: async (content, _inspected, since) => {
      const { sarifReport } = await import('../report/sarif/sarif.ts');
      return [sarifReport(content, await since?.content())];
    },
  },
  junit: {
    explains: 1000,
    write: async (content) => [(await import('../report/junit/junit.ts')).junitReport(content)],
  },
} as const satisfies Record<string, ReportFormat>;

export type ReportFormatName = keyof typeof reportFormats;

async function changesOf({ before, comparison }: Since, after: Inspected): Promise<unknown> {
  const { diffDocument } = await import('../compare/document.ts');
  return diffDocument(comparison, { before: before.locate, after: after.locate });
}

/** A JSON document with one more member, `changes`: the document of `diff -o json`. */
async function* withChanges(document: AsyncIterable<string>, changes: unknown): AsyncGenerator<string> {
  let last = '';
  for await (const piece of document) {
    yield last;
    last = piece;
  }
  yield last.replace(/\n\}\n$/u, `,\n  "changes": ${jsonText(changes)}\n}\n`);
}

/** The inspection, with explained edges. */
function* records(content: ReportContent, { mesh }: Inspected): Generator<InspectionRecord> {
  const { header, sources, problems, edges, notes } = content;
  yield* [header, ...sources, ...problems];
  for (const proxy of mesh.proxies) yield* factRecords(proxy, allParts, noFilter);
  yield* edges;
  yield* notes;
}
