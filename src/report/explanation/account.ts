/** What is told of an edge, in order and in words, before it is laid out as text, HTML or Markdown. */
import type { EdgeRecord, EndpointRecord } from '../../inspection/edge-record.ts';
import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { countOutcomes, outcomeWords, wordsFor } from '../outcome-words.ts';
import { span, type Span } from '../text/ink.ts';
import { spans } from '../text/page.ts';
import { endingOf } from './ending.ts';
import { sameAs } from './same.ts';
import { walkOf, type WalkSide } from './walk.ts';

/** A line that says how it went: the mark carries the same as its tone. */
export interface Headline {
  readonly mark: Span;
  readonly text: readonly Span[];
}

/** A sentence, something to paste, or a piece of a dump. */
export type Told =
  | { readonly kind: 'prose'; readonly text: readonly Span[] }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'exhibit'; readonly evidence: EvidenceRecord };

/** What follows from the walk, under a label such as `Fix`. */
export interface Entry {
  readonly label: string;
  readonly told: readonly Told[];
}

/** What is told of endpoints of which the same is to be said. */
export interface Block {
  /** Where there are several blocks: which endpoints it is about. */
  readonly headline?: Headline;
  readonly walk: readonly WalkSide[];
  /** "The same holds for …" */
  readonly same?: string;
  readonly ending: readonly Entry[];
}

export interface Account {
  readonly headline: Headline;
  readonly blocks: readonly Block[];
}

/** How to see whether a fix worked: a command, and what has to be done before it. */
export interface Check {
  readonly text?: string;
  readonly command: string;
}

/** The account of one edge; endpoints that differ have a block each. */
export function accountOf(edge: EdgeRecord, check: Check | undefined): Account {
  const groups = groupEndpoints(edge.endpoints);
  const several = groups.length > 1;
  return { headline: headlineOf(edge), blocks: groups.map((group) => block(edge, group, several, check)) };
}

/** The verdict in one line. */
export function headlineOf(edge: EdgeRecord): Headline {
  const outcomes = edge.endpoints.map((endpoint) => endpoint.outcome);
  const { mark, says, tone } = wordsFor(edge.outcome, outcomes);
  const because = edge.outcome === 'mixed' ? countOutcomes(outcomes) : edge.endpoints[0]?.because;
  const title = span(`${edge.from.name} → ${edge.to}`, 'strong');
  return { mark: span(mark, tone), text: spans(title, ' ', span(says, tone), sentence(because)) };
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

function block(edge: EdgeRecord, group: Group, several: boolean, check: Check | undefined): Block {
  const { first, others } = group;
  const told = { ...first, missing: missingOf([first, ...others]) };
  return {
    ...(several && { headline: endpointHeadline(group) }),
    walk: walkOf(edge.from, first),
    ...(others.length > 0 && { same: `The same holds for ${others.map(endpointName).join(', ')}.` }),
    ending: endingOf(edge, told, isFinding({ endpoints: [first] }) || isWeak(first) ? check : undefined),
  };
}

function endpointHeadline({ first, others }: Group): Headline {
  const { mark, says, tone } = outcomeWords[first.outcome];
  const names = [first, ...others].map(endpointName);
  const verb = others.length === 0 ? says : ofSeveral(says);
  return {
    mark: span(mark, tone),
    text: spans(span(names.join(', '), 'strong'), ' ', span(verb, tone), sentence(first.because)),
  };
}

/** There is a way to make it better, and then to see that it is. */
function isWeak({ causes }: EndpointRecord): boolean {
  return causes.some(({ effect, fix }) => effect !== 'notice' && fix.length > 0);
}

function ofSeveral(says: string): string {
  return says
    .replace(/^is /u, 'are ')
    .replace(/^fails/u, 'fail')
    .replace(/^carries/u, 'carry');
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
