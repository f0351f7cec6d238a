import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { countOutcomes, outcomeWords, wordsFor } from '../outcome-words.ts';
import { span } from '../text/ink.ts';
import { spans, type Page } from '../text/page.ts';
import { hang } from '../text/wrap.ts';
import { ending } from './ending.ts';
import { sameAs } from './same.ts';
import { walk } from './walk.ts';
import type { EndpointRecord } from '../../inspection/edge-record.ts';

/** How to see whether a fix worked: a command, and what has to be done before it. */
export interface Check {
  readonly text?: string;
  readonly command: string;
}

/**
 * One edge, told as to a colleague: the verdict, the walk with what decided it, the cause, what the
 * application sees, the fix. Endpoints that differ have a block each.
 */
export function explanation(page: Page, edge: EdgeRecord, check: Check | undefined): string[] {
  const groups = groupEndpoints(edge.endpoints);
  const [only] = groups;
  const lines = headline(page, edge);
  if (only === undefined) return lines;
  if (groups.length === 1) return [...lines, '', ...block(page, edge, only, check)];
  const blocks = groups.flatMap((group) => ['', ...endpointHeadline(page, group), ...block(page, edge, group, check)]);
  return [...lines, ...blocks];
}

/** Endpoints of which the same is said; the first stands for all. */
interface Group {
  readonly first: EndpointRecord;
  readonly others: readonly EndpointRecord[];
}

function groupEndpoints(endpoints: readonly EndpointRecord[]): Group[] {
  const groups: { first: EndpointRecord; others: EndpointRecord[] }[] = [];
  for (const endpoint of endpoints) {
    const group = groups.find(({ first }) => sameAs(first, endpoint));
    if (group === undefined) groups.push({ first: endpoint, others: [] });
    else group.others.push(endpoint);
  }
  return groups;
}

function headline(page: Page, edge: EdgeRecord): string[] {
  const outcomes = edge.endpoints.map((endpoint) => endpoint.outcome);
  const { mark, says, tone } = wordsFor(edge.outcome, outcomes);
  const because = edge.outcome === 'mixed' ? countOutcomes(outcomes) : edge.endpoints[0]?.because;
  const title = span(`${edge.from.name} → ${edge.to}`, 'strong');
  return hang(page, [span(mark, tone)], spans(title, ' ', span(says, tone), sentence(because)), 2);
}

function endpointHeadline(page: Page, { first, others }: Group): string[] {
  const { mark, says, tone } = outcomeWords[first.outcome];
  const names = [first, ...others].map(endpointName).join(', ');
  return hang(
    page,
    spans('  ', span(mark, tone)),
    spans(span(names, 'strong'), ' ', span(says, tone), sentence(first.because)),
    4,
  );
}

function endpointName({ endpoint, cluster, server, weight }: EndpointRecord): string {
  const address = endpoint ?? cluster ?? 'no endpoint';
  const name = server === undefined || server.name === address ? address : `${address} (${server.name})`;
  return weight === undefined ? name : `${name}, ${weight} % of the requests,`;
}

function sentence(because: string | undefined): string {
  return because === undefined || because === '' ? '.' : `: ${because.replace(/\.$/u, '')}.`;
}

/** Missing evidence of all of them, each thing once. */
function missingOf(endpoints: readonly EndpointRecord[]): EndpointRecord['missing'] {
  return [...new Map(endpoints.flatMap(({ missing }) => missing).map((each) => [each.what, each])).values()];
}

function block(page: Page, edge: EdgeRecord, { first, others }: Group, check: Check | undefined): string[] {
  const same = others.map(endpointName).join(', ');
  const also = same === '' ? [] : hang(page, [], spans(span(`The same holds for ${same}.`, 'dim')), 2);
  const told = { ...first, missing: missingOf([first, ...others]) };
  const end = ending(page, edge, told, isFinding({ endpoints: [first] }) ? check : undefined);
  return [...walk(page, edge.from, first), ...also, ...(end.length === 0 ? [] : ['', ...end])];
}
