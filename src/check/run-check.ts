/** Expectations against verdicts. */
import { byEffect } from '../cause/causes-of.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { judgeEdge } from '../judge-edge.ts';
import type { CauseFinding, EndpointVerdict, RolledUpOutcome, Symptom } from '../verdict/model.ts';
import { rollUp } from '../verdict/outcome.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';
import type { Expectation } from './check-file.ts';
import { eachMatching, isAboutMany, matchingEdges } from './matching-edges.ts';
import { isPattern } from './pattern.ts';

/** One line of the check document (`schema/check.schema.json`). */
export interface CheckResult {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly endpoint?: string;
  readonly expect: readonly string[];
  readonly outcome: RolledUpOutcome;
  readonly ok: boolean;
  readonly causes: readonly string[];
  readonly symptom?: Symptom;
  /** One sentence. */
  readonly because: string;
  /** Where many edges are asked about: those that are not as expected. */
  readonly unmet?: readonly UnmetEdge[];
}

export interface UnmetEdge {
  readonly from: string;
  /** `host:port`. */
  readonly to: string;
  readonly outcome: RolledUpOutcome;
  /** One sentence. */
  readonly because: string;
}

/** What a check asks of an endpoint's verdict. */
type Endpoint = Pick<EndpointVerdict, 'endpoint' | 'outcome' | 'symptom' | 'because' | 'server'> & {
  readonly causes: readonly Pick<CauseFinding, 'code' | 'effect'>[];
};

/** Judges an edge. */
export type Judge = (question: EdgeQuestion) => { readonly endpoints: readonly Endpoint[] };

/**
 * Answers one expectation; where `from` means several replicas, their endpoints are judged together. `judgeOfMany`
 * judges the edges of one that is about many, as `judgeEdge` does.
 */
export function runCheck(
  mesh: Mesh,
  expectation: Expectation,
  options: VerdictOptions,
  judgeOfMany: Judge = (question) => judgeEdge(mesh, question, options),
): CheckResult {
  const { id, from, to, endpoint, expect } = expectation;
  const base = { id, from, to, ...(endpoint !== undefined && { endpoint }), expect };
  if (isAboutMany(expectation)) return { ...base, ...aboutMany(mesh, expectation, judgeOfMany) };
  const { questions, excepted } = matchingEdges(mesh, expectation);
  if (questions.length === 0) return { ...base, ...nothingAsked(expectation, excepted) };
  const endpoints = questions.flatMap((question) => judgeEdge(mesh, question, options).endpoints);
  return { ...base, ...summary(askedAbout(endpoints, expectation), expectation) };
}

type Answer = Pick<CheckResult, 'outcome' | 'ok' | 'causes' | 'symptom' | 'because' | 'unmet'>;

function nothingAsked({ from, to, expect }: Expectation, excepted: number): Answer {
  const base = { outcome: 'undecided', causes: [] } as const;
  if (excepted > 0) return { ...base, ok: true, because: 'every edge that matches is excepted' };
  const because = isPattern(from) || isPattern(to) ? 'no edge that the dumps know of matches' : noDump(from);
  return { ...base, ok: expect.includes('undecided'), because };
}

function noDump(from: string): string {
  return `no dump of ${from} was read`;
}

/** All together, and which of them are not as expected. One after the other: there may be a million. */
function aboutMany(mesh: Mesh, expectation: Expectation, judge: Judge): Answer {
  const unmet: UnmetEdge[] = [];
  const outcomes = new Set<Endpoint['outcome']>();
  const causes = { all: new Set<string>(), unmet: new Set<string>() };
  let [edges, excepted] = [0, 0];
  let first: Answer | undefined;
  for (const question of eachMatching(mesh, expectation)) {
    if (question === 'excepted') {
      excepted += 1;
      continue;
    }
    edges += 1;
    const endpoints = askedAbout(judge(question).endpoints, expectation);
    const answer = summary(endpoints, expectation);
    for (const { outcome } of endpoints) outcomes.add(outcome);
    for (const code of answer.causes) causes.all.add(code);
    if (answer.ok) continue;
    first ??= answer;
    for (const code of answer.causes) causes.unmet.add(code);
    const { from, host, port } = question;
    const to = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    unmet.push({ from, to, outcome: answer.outcome, because: answer.because });
  }
  if (edges === 0) return nothingAsked(expectation, excepted);
  const symptom = first?.symptom;
  return {
    outcome: rollUp([...outcomes].map((outcome) => ({ outcome }))),
    ok: unmet.length === 0,
    causes: [...(unmet.length > 0 ? causes.unmet : causes.all)],
    ...(symptom !== undefined && { symptom }),
    because: counted(unmet.length, edges, first),
    unmet,
  };
}

function counted(unmet: number, all: number, first: Pick<Answer, 'because'> | undefined): string {
  const edges = all === 1 ? 'the one edge' : `all ${all} edges`;
  if (first === undefined) return `${edges} that match are as expected`;
  return `${unmet} of ${all} edges ${unmet === 1 ? 'is' : 'are'} not as expected; the first: ${first.because}`;
}

/** The endpoint that is named; where it is none of them, all. */
function askedAbout(all: readonly Endpoint[], { endpoint }: Expectation): readonly Endpoint[] {
  const asked = all.filter((each) => endpoint === undefined || each.endpoint === endpoint);
  return asked.length > 0 ? asked : all;
}

function summary(endpoints: readonly Endpoint[], expectation: Expectation): Answer {
  const outcome = rollUp(endpoints);
  const worst = endpoints.find((each) => each.outcome === 'fails') ?? endpoints[0];
  const causes = byEffect(endpoints.flatMap((each) => each.causes)).map(({ code }) => code);
  const symptom = worst?.symptom;
  return {
    outcome,
    ok: meets(endpoints, outcome, expectation, causes),
    causes: [...new Set(causes)],
    ...(symptom !== undefined && { symptom }),
    because: worst?.because ?? '',
  };
}

function meets(
  endpoints: readonly Endpoint[],
  outcome: RolledUpOutcome,
  { expect, identity, cause }: Expectation,
  causes: readonly string[],
): boolean {
  const asExpected =
    expect.length === 0 || expect.includes(outcome) || endpoints.every((each) => expect.includes(each.outcome));
  const asIdentified = identity === undefined || endpoints.every((each) => each.server?.identity === identity);
  return asExpected && asIdentified && (cause === undefined || causes.includes(cause));
}
