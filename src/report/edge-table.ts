import type { EdgeRecord } from '../inspection/edge-record.ts';
import { countOutcomes, wordsFor } from './outcome-words.ts';
import { span } from './text/ink.ts';
import type { Page } from './text/page.ts';
import { paint, spans } from './text/page.ts';
import { table, tableLines, type Cell } from './text/table.ts';

/** Edges as a table: who calls what, with which outcome, and why where it is not mutual TLS. */
export function edgeTable(page: Page, edges: readonly EdgeRecord[]): string[] {
  return table(page, columns, edges.map(edgeRow));
}

/** The same of rows, line by line. */
export function edgeTableLines(page: Page, rows: Iterable<readonly Cell[]>): Iterable<string> {
  return tableLines(page, columns, rows);
}

const columns = ['', 'FROM', 'TO', 'OUTCOME', 'WHY'];

/** The row of an edge. */
export function edgeRow(edge: EdgeRecord): Cell[] {
  const outcomes = edge.endpoints.map(({ outcome }) => outcome);
  const { mark, name, tone } = wordsFor(edge.outcome, outcomes);
  return [span(mark, tone), peerName(edge.from), edge.to, span(name, tone), why(edge)];
}

function why(edge: EdgeRecord): string {
  if (edge.outcome === 'mixed') return countOutcomes(edge.endpoints.map(({ outcome }) => outcome));
  if (edge.outcome === 'mtls') return '';
  const [first] = edge.endpoints;
  const code = first?.causes[0]?.code;
  const [missing] = first?.missing ?? [];
  if (edge.outcome === 'undecided' && missing !== undefined) return `not without ${missing.what}`;
  return [...(code === undefined ? [] : [code]), first?.because ?? ''].join(': ');
}

/** `workload` with its namespace where it has one. */
export function peerName({ name, namespace }: EdgeRecord['from']): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** The six columns of `istioctl authn tls-check`, a table for each client. */
export function wideEdgeTable(page: Page, edges: readonly EdgeRecord[]): string[] {
  const heading = ['HOST:PORT', 'STATUS', 'SERVER', 'CLIENT', 'AUTHN-POLICY', 'DESTINATION-RULE'];
  const clients = [...new Set(edges.map((edge) => peerName(edge.from)))];
  return clients.flatMap((client, at) => {
    const own = edges.filter((edge) => peerName(edge.from) === client);
    const title =
      clients.length === 1 ? [] : [...(at === 0 ? [] : ['']), paint(page, spans(span(`client ${client}`, 'strong')))];
    return [...title, ...table(page, heading, own.map(wideRow))];
  });
}

function wideRow(edge: EdgeRecord): Cell[] {
  const { tone } = wordsFor(
    edge.outcome,
    edge.endpoints.map(({ outcome }) => outcome),
  );
  const { status, server, client, authnPolicy, destinationRule } = edge.tlsCheck ?? {
    status: edge.outcome,
    server: 'not known',
    client: 'not known',
    authnPolicy: 'not read',
    destinationRule: 'not read',
  };
  return [edge.to, span(status, tone), server, client, authnPolicy, destinationRule];
}
