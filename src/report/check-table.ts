import type { CheckResult } from '../check/run-check.ts';
import { span } from './text/ink.ts';
import type { Page } from './text/page.ts';
import { table, type Cell } from './text/table.ts';

/** Results of expectations, a line each, those that are not met first; below one about many edges those that do not meet it. */
export function checkTable(page: Page, results: readonly CheckResult[]): string[] {
  if (results.length === 0) return [];
  const sorted = results.toSorted((a, b) => Number(a.ok) - Number(b.ok));
  return table(page, ['', 'ID', 'FROM', 'TO', 'EXPECTED', 'OUTCOME', 'WHY'], sorted.flatMap(rows));
}

function rows(result: CheckResult): Cell[][] {
  const edges = (result.unmet ?? []).map(({ from, to, outcome, because }) => [
    '',
    '',
    from,
    to,
    '',
    span(outcome, 'bad'),
    because,
  ]);
  return [row(result), ...edges];
}

function row({ ok, id, from, to, endpoint, expect, outcome, because, causes }: CheckResult): Cell[] {
  const tone = ok ? 'good' : 'bad';
  const target = endpoint === undefined ? to : `${to} at ${endpoint}`;
  const expected = expect.length === 0 ? 'anything' : expect.join(' or ');
  const why = ok ? '' : [...causes.slice(0, 1), because].join(': ');
  return [span(ok ? '✓' : '✗', tone), id, from, target, expected, span(outcome, tone), why];
}
